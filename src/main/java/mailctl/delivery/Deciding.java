package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailctl.campaign.Experiment;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.campaign.StatusReason;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.delivery.ExperimentState.Stage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what is decided about the versions of an email: by the test, by a person, or at the
/// start by their number. The email is locked, so that it is decided once.
final class Deciding {
  private static final Logger LOG = LoggerFactory.getLogger(Deciding.class);

  /// Who decided, when no person did.
  private static final String ITSELF = "mailctl";

  private final Emails emails;
  private final TrialStore store;
  private final InstantSource clock;

  Deciding(Emails emails, TrialStore store, InstantSource clock) {
    this.emails = requireNonNull(emails, "emails is null");
    this.store = requireNonNull(store, "store is null");
    this.clock = requireNonNull(clock, "clock is null");
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
    List<Integer> planned = store.numbers().planned(tx, id);
    int least = experiment.terms().minRecipients();
    if (planned.size() < experiment.variants().size()
        || planned.stream().anyMatch(it -> it < least)) {
      var _ =
          byTest(
              tx,
              id,
              new Contest.Verdict.NoWinner(
                  experiment.variants().getFirst().name(),
                  "too few go first: of a variant fewer than " + least),
              List.of(),
              now);
    }
  }

  /// A person decides, before or without a verdict.
  ///
  /// @param winner empty: there is none, and the rest gets the first version
  /// @throws Refusal (CONFLICT) when there is nothing to decide, or it is decided; (USAGE) when
  ///   there is no such version
  ExperimentState byPerson(Tx tx, ScheduledEmailId id, Optional<String> winner, String who) {
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
    List<VariantNumbers> numbers = store.numbers().first(tx, id, experiment);
    Contest contest = new Contest(experiment);
    String figure = "p = " + Contest.text(contest.standing(numbers).p());
    store.decide(
        tx,
        id,
        winner.isPresent() ? Stage.DECIDED : Stage.STOPPED,
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

  /// What the test says; an email with too many complaints is held.
  Experiments.Pass byTest(
      Tx tx,
      ScheduledEmailId id,
      Contest.Verdict verdict,
      List<VariantNumbers> numbers,
      Instant now) {
    LOG.info("email={} experiment=\"{}\"", id, verdict);
    return switch (verdict) {
      case Contest.Verdict.Open _ -> Experiments.Pass.NOTHING;
      case Contest.Verdict.Winner(String variant, String words) -> {
        decide(tx, id, Stage.DECIDED, Optional.of(variant), variant, words, numbers, now);
        yield new Experiments.Pass(1, 0);
      }
      case Contest.Verdict.NoWinner(String rest, String words) -> {
        decide(tx, id, Stage.NO_WINNER, Optional.empty(), rest, words, numbers, now);
        yield new Experiments.Pass(1, 0);
      }
      case Contest.Verdict.Stop(String rest, String words) -> {
        decide(tx, id, Stage.STOPPED, Optional.empty(), rest, words, numbers, now);
        yield new Experiments.Pass(
            0, emails.store().hold(tx, id, StatusReason.Hold.COMPLAINTS, now) ? 1 : 0);
      }
    };
  }

  private void decide(
      Tx tx,
      ScheduledEmailId id,
      Stage stage,
      Optional<String> winner,
      String rest,
      String words,
      List<VariantNumbers> numbers,
      Instant now) {
    store.decide(tx, id, stage, winner, rest, words, ITSELF, numbers, now);
  }
}
