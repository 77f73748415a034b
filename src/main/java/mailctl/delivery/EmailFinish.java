package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Optional;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStatus;
import mailctl.campaign.ScheduledEmailStore;
import mailctl.campaign.StatusReason;
import mailctl.database.Database;
import mailctl.database.Tx;

/// Says that an email is done: sent when the provider took at least one of it, else failed. Asked
/// after every settlement and by every sweep, so that no crash leaves an email open for ever.
public final class EmailFinish {
  private final Database database;
  private final ScheduledEmailStore emails;
  private final ProgressStore progress;
  private final InstantSource clock;

  EmailFinish(
      Database database, ScheduledEmailStore emails, ProgressStore progress, InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.emails = requireNonNull(emails, "emails is null");
    this.progress = requireNonNull(progress, "progress is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Looks at every email that may be done, each in a transaction of its own; returns how many
  /// were.
  public int runOnce() {
    int finished = 0;
    for (ScheduledEmailId id : database.transaction(progress::perhapsFinished)) {
      if (finish(id)) {
        finished++;
      }
    }
    return finished;
  }

  /// Whether that email got finished just now.
  boolean finish(ScheduledEmailId id) {
    return database.transaction(tx -> finish(tx, id));
  }

  private boolean finish(Tx tx, ScheduledEmailId id) {
    Optional<ScheduledEmail> email = emails.lock(tx, id);
    if (email.isEmpty()) {
      return false;
    }
    ScheduledEmailStatus status = email.get().status();
    if (status == ScheduledEmailStatus.FAILED) {
      return progress.progress(tx, id).accepted()
          && emails.markSentAfterAll(tx, id, clock.instant());
    }
    if (status != ScheduledEmailStatus.SENDING) {
      return false;
    }
    EmailProgress counts = progress.progress(tx, id);
    if (!counts.firstRoundIsOver()) {
      return false;
    }
    if (counts.accepted()) {
      return emails.markSent(tx, id, clock.instant());
    }
    StatusReason.Failure why =
        counts.hasEmptyAudience()
            ? StatusReason.Failure.EMPTY_AUDIENCE
            : StatusReason.Failure.NOBODY_ACCEPTED;
    return emails.markFailed(tx, id, why, clock.instant());
  }
}
