package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailctl.audience.RegistrationId;
import mailctl.campaign.Experiment;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.database.Database;
import mailctl.database.NotYet;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// The versions of an email: a share of the recipients gets one each, the rest waits until it is
/// decided which one is the better. Every decision is made under the email's lock, so that of two
/// at once one makes it; the rest is given its version after that, a piece at a time.
public final class Experiments {
  /// Given their version in one statement: many enough to be quick, few enough to hold nobody up.
  static final int CHUNK = 20_000;

  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  /// So many recipients are counted in a second, and more; the count is a small part of the time.
  private static final int COUNTED = 2_000;

  /// What a pass decided, in emails; `stopped` ones are held for a person.
  public record Pass(int decided, int stopped) {
    public static final Pass NOTHING = new Pass(0, 0);

    Pass plus(Pass other) {
      return new Pass(decided + other.decided, stopped + other.stopped);
    }
  }

  private final Database database;
  private final Emails emails;
  private final TrialStore store;
  private final CanaryStore canaries;
  private final Deciding deciding;
  private final InstantSource clock;
  private final int chunk;

  Experiments(
      Database database,
      Emails emails,
      TrialStore store,
      CanaryStore canaries,
      InstantSource clock,
      int chunk) {
    this.database = requireNonNull(database, "database is null");
    this.emails = requireNonNull(emails, "emails is null");
    this.store = requireNonNull(store, "store is null");
    this.canaries = requireNonNull(canaries, "canaries is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.deciding = new Deciding(emails, store, clock);
    this.chunk = chunk;
  }

  /// Empty before its email starts.
  public Optional<ExperimentState> find(Tx tx, ScheduledEmailId email) {
    return store.find(tx, email);
  }

  /// @throws Refusal (NOT_FOUND) when there is no such email
  public ExperimentReport report(Tx tx, ScheduledEmailId id) {
    EmailInPlace place = emails.find(tx, id);
    Experiment experiment = place.experiment();
    Optional<ExperimentState> state = store.find(tx, id);
    if (experiment.isNone() || state.isEmpty()) {
      return ExperimentReport.notStarted(place.email(), experiment);
    }
    Contest contest = new Contest(experiment);
    List<VariantNumbers> first = contest.complete(store.numbers().first(tx, id, experiment));
    return new ExperimentReport(
        place.email(),
        experiment,
        state,
        first,
        store.numbers().rest(tx, id, experiment),
        store.waiting(tx, id),
        contest.standing(first));
  }

  /// Looks at every email of which it is time, each in a transaction of its own.
  public Pass runOnce() {
    Pass pass = Pass.NOTHING;
    for (ScheduledEmailId id : database.transaction(tx -> store.open(tx, clock.instant()))) {
      pass = pass.plus(look(id));
    }
    return pass;
  }

  /// Decides, if it is time, and carries out what is decided: also what somebody else decided who
  /// got no further.
  Pass look(ScheduledEmailId id) {
    Instant now = clock.instant();
    Pass pass =
        database
            .transaction(tx -> find(tx, id, now))
            .map(finding -> database.transaction(tx -> decide(tx, id, finding, now)))
            .orElse(Pass.NOTHING);
    carryOut(id);
    return pass;
  }

  /// Nothing when nothing is decided, or nobody waits.
  public void carryOut(ScheduledEmailId id) {
    Optional<Long> next = Optional.of(0L);
    while (next.isPresent()) {
      long after = next.get();
      next = database.transaction(tx -> give(tx, id, after));
    }
  }

  /// Who gets which version; empty for an email that has one only.
  Optional<Assignment> assignment(Tx tx, EmailInPlace locked) {
    Experiment experiment = locked.experiment();
    return experiment.isNone()
        ? Optional.empty()
        : Optional.of(new Assignment(store.key(tx, locked.email().id()), experiment));
  }

  /// Right after everybody was planned: the time runs.
  void begin(Tx tx, EmailInPlace locked, Instant now) {
    deciding.begin(tx, locked, now);
  }

  /// A person decides, before or without a verdict.
  ///
  /// @param winner empty: there is none, and the rest gets the first version
  /// @throws Refusal (CONFLICT) when there is nothing to decide, or it is decided; (USAGE) when
  ///   there is no such version
  public ExperimentState decide(Tx tx, ScheduledEmailId id, Optional<String> winner, String who) {
    return deciding.byPerson(tx, id, winner, who);
  }

  /// Whether that one waits until it is decided what it gets.
  boolean waits(Tx tx, ScheduledEmailId id, RegistrationId registration) {
    return store.waits(tx, id, registration);
  }

  /// What a look came to, and the numbers that it rests on.
  private record Finding(Contest.Verdict verdict, List<VariantNumbers> numbers) {}

  /// Counts without a lock: nobody waits for that.
  private Optional<Finding> find(Tx tx, ScheduledEmailId id, Instant now) {
    EmailInPlace place = emails.find(tx, id);
    Optional<ExperimentState> state = store.find(tx, id).filter(ExperimentState::isRunning);
    if (state.isEmpty()) {
      return Optional.empty();
    }
    Experiment experiment = place.experiment();
    if (isOver(place.email())) {
      return Optional.of(
          new Finding(
              new Contest.Verdict.Stop(
                  experiment.variants().getFirst().name(),
                  "the email is " + place.email().standing()),
              store.numbers().first(tx, id, experiment)));
    }
    if (!isSending(place.email()) || isInCanary(tx, id)) {
      wait(tx, id, 0, now);
      return Optional.empty();
    }
    List<VariantNumbers> numbers = store.numbers().first(tx, id, experiment);
    Contest.Verdict verdict =
        new Contest(experiment).verdict(numbers, state.get().deadlineAt(), now);
    if (verdict instanceof Contest.Verdict.Open) {
      wait(tx, id, numbers.stream().mapToInt(VariantNumbers::planned).sum(), now);
      return Optional.empty();
    }
    return Optional.of(new Finding(verdict, numbers));
  }

  private Pass decide(Tx tx, ScheduledEmailId id, Finding finding, Instant now) {
    ScheduledEmail email = emails.lock(tx, id).email();
    boolean isOpen = store.find(tx, id).filter(ExperimentState::isRunning).isPresent();
    return isOpen && (isSending(email) || isOver(email))
        ? deciding.byTest(tx, id, finding.verdict(), finding.numbers(), now)
        : Pass.NOTHING;
  }

  private static boolean isSending(ScheduledEmail email) {
    return email.status() == ScheduledEmailStatus.SENDING
        || email.status() == ScheduledEmailStatus.SENT;
  }

  private static boolean isOver(ScheduledEmail email) {
    return email.status() == ScheduledEmailStatus.CANCELLED
        || email.status() == ScheduledEmailStatus.FAILED;
  }

  /// The more there is to count, the later.
  private void wait(Tx tx, ScheduledEmailId id, int counted, Instant now) {
    store.lookAgain(tx, id, now.plus(LOOK_EVERY).plusSeconds(counted / COUNTED));
  }

  private boolean isInCanary(Tx tx, ScheduledEmailId id) {
    return canaries.find(tx, id).filter(it -> !it.letsTheRestGo()).isPresent();
  }

  /// One piece; after which delivery the next one begins, if there is one.
  private Optional<Long> give(Tx tx, ScheduledEmailId id, long after) {
    Optional<String> rest =
        store
            .find(tx, id)
            .filter(state -> !state.isRunning() && !state.carriedOut())
            .flatMap(ExperimentState::restGets);
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    // What waits for a canary, too, goes on waiting for that.
    Instant due = isInCanary(tx, id) ? NotYet.TIME : now;
    TrialStore.Given given = store.give(tx, id, rest.get(), due, after, chunk);
    if (given.deliveries() == chunk) {
      return Optional.of(given.last());
    }
    // Another process may be at it, and may get no further.
    if (store.waiting(tx, id) == 0) {
      store.carriedOut(tx, id, now);
    }
    return Optional.empty();
  }
}
