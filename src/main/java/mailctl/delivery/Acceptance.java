package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import mailctl.database.Database;
import mailctl.database.Tx;
import mailctl.provider.SubmissionOutcome;

/// Writes down what nearly always becomes of a call: all of it was taken, and nothing else has been
/// heard of it yet. Small submissions share the transaction. What is out of the ordinary is left to
/// `Settlement`.
final class Acceptance {
  private final Database database;
  private final AcceptStore store;
  private final Refold refold;
  private final InstantSource clock;
  private final SharedWork<AcceptStore.Accepted, Boolean> shared;

  Acceptance(
      Database database,
      AcceptStore store,
      Refold refold,
      SendSettings settings,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.store = requireNonNull(store, "store is null");
    this.refold = requireNonNull(refold, "refold is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.shared = new SharedWork<>(this::settle, settings.sharing(2_000), settings.crews());
  }

  /// False when somebody else has said something about that submission meanwhile: nothing was
  /// changed.
  boolean settle(Claim.Submission submission, SubmissionOutcome.Accepted answer) {
    return shared.bring(new AcceptStore.Accepted(submission.proof(), answer.messageId()));
  }

  private List<Boolean> settle(List<AcceptStore.Accepted> accepted) {
    Set<SubmissionId> settled = database.transaction(tx -> settle(tx, accepted));
    return accepted.stream().map(each -> settled.contains(each.proof().id())).toList();
  }

  private Set<SubmissionId> settle(Tx tx, List<AcceptStore.Accepted> accepted) {
    AcceptStore.Written written = store.accept(tx, accepted, clock.instant());
    // Of these the history has a say.
    refold.run(tx, written.unusual());
    return written.settled();
  }
}
