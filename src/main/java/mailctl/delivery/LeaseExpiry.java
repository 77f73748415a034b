package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import mailctl.database.Database;
import mailctl.database.Tx;

/// Takes over from processes that died or hang. What they had only claimed goes back to the queue
/// with nothing used up; what they were calling becomes in doubt, because nobody knows whether it
/// was taken.
public final class LeaseExpiry {
  private static final int BATCH = 50;

  private final Database database;
  private final SubmissionStore submissions;
  private final Refold refold;
  private final InstantSource clock;

  LeaseExpiry(Database database, SubmissionStore submissions, Refold refold, InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.submissions = requireNonNull(submissions, "submissions is null");
    this.refold = requireNonNull(refold, "refold is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Returns how many submissions it took over; 0 means that there is no more to do now.
  public int runOnce() {
    return database.transaction(this::expire);
  }

  /// When the first lease that is held now runs out.
  public Optional<Instant> nextAt() {
    return database.transaction(submissions::nextLeaseEnd);
  }

  private int expire(Tx tx) {
    Instant now = clock.instant();
    List<SubmissionStore.Held> expired = submissions.lockExpired(tx, now, BATCH);
    for (SubmissionStore.Held submission : expired) {
      if (submission.state() == SubmissionState.CLAIMED) {
        submissions.settle(
            tx,
            submission.id(),
            SubmissionState.RETURNED,
            "the lease ran out before the call",
            now);
        submissions.requeue(tx, submission.id(), now, Optional.empty());
      } else {
        submissions.settle(
            tx,
            submission.id(),
            SubmissionState.IN_DOUBT,
            "the lease ran out during the call",
            now);
      }
    }
    List<SubmissionId> ids = expired.stream().map(SubmissionStore.Held::id).toList();
    refold.run(tx, submissions.deliveries(tx, ids));
    return expired.size();
  }
}
