package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import mailctl.campaign.ScheduledEmailStore;
import mailctl.database.Database;

/// When there will be something to send next: the earliest of all due emails, of what happened and
/// is not answered, of due deliveries and leases that run out. What another application inserts
/// meanwhile is found by the timer.
public final class NextWork {
  private final Database database;
  private final ScheduledEmailStore emails;
  private final ClaimStore claims;
  private final SubmissionStore submissions;
  private final HappeningStore happenings;

  NextWork(
      Database database,
      ScheduledEmailStore emails,
      ClaimStore claims,
      SubmissionStore submissions,
      HappeningStore happenings) {
    this.database = requireNonNull(database, "database is null");
    this.emails = requireNonNull(emails, "emails is null");
    this.claims = requireNonNull(claims, "claims is null");
    this.submissions = requireNonNull(submissions, "submissions is null");
    this.happenings = requireNonNull(happenings, "happenings is null");
  }

  /// May be in the past; empty when nothing is planned at all.
  public Optional<Instant> at() {
    return database.transaction(
        tx ->
            Times.earliest(
                Times.earliest(emails.nextDue(tx), happenings.first(tx)),
                Times.earliest(claims.nextDueAt(tx), submissions.nextLeaseEnd(tx))));
  }
}
