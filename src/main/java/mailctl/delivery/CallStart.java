package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import mailctl.database.Database;

/// Writes down that a submission is about to be called: from that commit on it may have been taken.
/// Whoever gets its word calls at once. Small ones share the commit.
final class CallStart {
  private final Database database;
  private final SubmissionStore submissions;
  private final SendSettings settings;
  private final InstantSource clock;
  private final SharedWork<SubmissionStore.Beginning, Boolean> shared;

  CallStart(
      Database database, SubmissionStore submissions, SendSettings settings, InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.submissions = requireNonNull(submissions, "submissions is null");
    this.settings = requireNonNull(settings, "settings is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.shared = new SharedWork<>(this::begin, SendSettings.MAX_SHARED, settings.crews());
  }

  /// False when it is no longer ours.
  ///
  /// @param installation the id that its messages carry
  boolean begin(Claim.Submission submission, String installation) {
    return shared.bring(new SubmissionStore.Beginning(submission.proof(), installation));
  }

  private List<Boolean> begin(List<SubmissionStore.Beginning> wanted) {
    Set<SubmissionId> begun =
        database.transaction(
            tx -> {
              Instant now = clock.instant();
              return submissions.beginCalls(tx, wanted, now, now.plus(settings.callLease()));
            });
    return wanted.stream().map(each -> begun.contains(each.proof().id())).toList();
  }
}
