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
import mailctl.campaign.StatusReason;
import mailctl.database.Database;
import mailctl.database.NotYet;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The versions of an email: a share of the recipients gets one each, the rest waits until it is
/// decided which one is the better. Every decision is made under the email's lock, so that of two at
/// once one makes it; the rest is given its version after that, a piece at a time.
public final class Experiments {
  private static final Logger LOG = LoggerFactory.getLogger(Experiments.class);

  /// Given their version in one statement: many enough to be quick, few enough to hold nobody up.
  static final int CHUNK = 20_000;

  private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

  /// So many recipients are counted in a second, and more; the count is a small part of the time.
  private static final int COUNTED = 2_000;

  /// Who decided, when no person did.
  private static final String ITSELF = "mailctl";

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
    List<VariantNumbers> first = contest.complete(store.first(tx, id, experiment));
    return new ExperimentReport(
        place.email(),
        experiment,
        state,
        first,
        store.rest(tx, id, experiment),
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
    Pass pass = database.transaction(tx -> look(tx, id));
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

  /// Right after everybody was planned: the time runs. Too few to decide anything decide it at
  /// once, so that nobody waits for nothing.
  void begin(Tx tx, EmailInPlace locked, Instant now) {
    Experiment experiment = locked.experiment();
    if (experiment.isNone()) {
      return;
    }
    ScheduledEmailId id = locked.email().id();
    store.start(tx, id, now, experiment.terms().deadline());
    List<Integer> planned = store.planned(tx, id);
    int least = experiment.terms().minRecipients();
    if (planned.size() < experiment.variants().size()
        || planned.stream().anyMatch(it -> it < least)) {
      decide(
          tx,
          id,
          new Contest.Verdict.NoWinner(
              experiment.variants().getFirst().name(),
              "too few go first: of a variant fewer than " + least),
          List.of(),
          now);
    }
  }

  /// Whether that one waits until it is decided what it gets.
  boolean waits(Tx tx, ScheduledEmailId id, RegistrationId registration) {
    return store.waits(tx, id, registration);
  }

  /// A person decides, before or without a verdict.
  ///
  /// @param winner empty: there is none, and the rest gets the first version
  /// @throws Refusal (CONFLICT) when there is nothing to decide, or it is decided; (USAGE) when
  ///   there is no such version
  public ExperimentState decide(Tx tx, ScheduledEmailId id, Optional<String> winner, String who) {
    EmailInPlace locked = emails.lock(tx, id);
    Experiment experiment = locked.experiment();
    ExperimentState state = requireRunning(tx, locked);
    if (winner.isPresent() && experiment.find(winner.get()).isEmpty()) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "there is no variant "
              + winner.get()
              + " of scheduled email "
              + id
              + ": it is "
              + experiment.names(),
          "mailctl schedule variants " + id);
    }
    List<VariantNumbers> numbers = store.first(tx, id, experiment);
    Contest contest = new Contest(experiment);
    String figure = "p = " + Contest.text(contest.standing(numbers).p());
    store.decide(
        tx,
        id,
        winner.isPresent() ? ExperimentState.Stage.DECIDED : ExperimentState.Stage.STOPPED,
        winner,
        winner.orElse(experiment.variants().getFirst().name()),
        "a person decided; " + contest.words(contest.complete(numbers)) + "; " + figure,
        who,
        numbers,
        clock.instant());
    LOG.info("email={} experiment={} by={}", id, winner.orElse("stopped"), who);
    return store.find(tx, id).orElse(state);
  }

  private ExperimentState requireRunning(Tx tx, EmailInPlace locked) {
    ScheduledEmail email = locked.email();
    String name = "scheduled email " + email.id() + " (" + email.name() + ")";
    if (locked.experiment().isNone()) {
      throw new Refusal(Refusal.Kind.CONFLICT, name + " has no variants");
    }
    ExperimentState state =
        store
            .find(tx, email.id())
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Kind.CONFLICT,
                        name + " has not started: nothing is to be decided yet",
                        "mailctl schedule show " + email.id()));
    if (!state.isRunning() || email.status() == ScheduledEmailStatus.CANCELLED) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          name
              + (state.isRunning()
                  ? " is cancelled"
                  : " was decided before, by "
                      + state.decidedBy().orElse(ITSELF)
                      + ": "
                      + state.words()),
          "mailctl schedule variants " + email.id());
    }
    return state;
  }

  private Pass look(Tx tx, ScheduledEmailId id) {
    EmailInPlace locked = emails.lock(tx, id);
    Optional<ExperimentState> state = store.find(tx, id).filter(ExperimentState::isRunning);
    if (state.isEmpty()) {
      return Pass.NOTHING;
    }
    Instant now = clock.instant();
    return switch (locked.email().status()) {
      case CANCELLED, FAILED -> {
        end(tx, locked, now);
        yield Pass.NOTHING;
      }
      case SENDING, SENT ->
          isInCanary(tx, id) ? wait(tx, id, 0, now) : judge(tx, locked, state.get(), now);
      case PAUSED, SCHEDULED, ACTIVE, HELD -> wait(tx, id, 0, now);
    };
  }

  private void end(Tx tx, EmailInPlace locked, Instant now) {
    Experiment experiment = locked.experiment();
    ScheduledEmailId id = locked.email().id();
    store.decide(
        tx,
        id,
        ExperimentState.Stage.STOPPED,
        Optional.empty(),
        experiment.variants().getFirst().name(),
        "the email is " + locked.email().standing(),
        ITSELF,
        store.first(tx, id, experiment),
        now);
  }

  private Pass judge(Tx tx, EmailInPlace locked, ExperimentState state, Instant now) {
    ScheduledEmailId id = locked.email().id();
    Experiment experiment = locked.experiment();
    List<VariantNumbers> numbers = store.first(tx, id, experiment);
    Contest.Verdict verdict =
        new Contest(experiment).verdict(numbers, state.deadlineAt(), now);
    return verdict instanceof Contest.Verdict.Open
        ? wait(tx, id, numbers.stream().mapToInt(VariantNumbers::planned).sum(), now)
        : decide(tx, id, verdict, numbers, now);
  }

  /// The more there is to count, the later.
  private Pass wait(Tx tx, ScheduledEmailId id, int counted, Instant now) {
    store.lookAgain(tx, id, now.plus(LOOK_EVERY).plusSeconds(counted / COUNTED));
    return Pass.NOTHING;
  }

  private Pass decide(
      Tx tx,
      ScheduledEmailId id,
      Contest.Verdict verdict,
      List<VariantNumbers> numbers,
      Instant now) {
    LOG.info("email={} experiment=\"{}\"", id, verdict);
    return switch (verdict) {
      case Contest.Verdict.Open _ -> Pass.NOTHING;
      case Contest.Verdict.Winner(String variant, String words) -> {
        store.decide(
            tx,
            id,
            ExperimentState.Stage.DECIDED,
            Optional.of(variant),
            variant,
            words,
            ITSELF,
            numbers,
            now);
        yield new Pass(1, 0);
      }
      case Contest.Verdict.NoWinner(String rest, String words) -> {
        store.decide(
            tx,
            id,
            ExperimentState.Stage.NO_WINNER,
            Optional.empty(),
            rest,
            words,
            ITSELF,
            numbers,
            now);
        yield new Pass(1, 0);
      }
      case Contest.Verdict.Stop(String rest, String words) -> {
        store.decide(
            tx,
            id,
            ExperimentState.Stage.STOPPED,
            Optional.empty(),
            rest,
            words,
            ITSELF,
            numbers,
            now);
        emails.store().hold(tx, id, StatusReason.Hold.COMPLAINTS, now);
        yield new Pass(0, 1);
      }
    };
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
