package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import mailctl.audience.Event;
import mailctl.audience.EventStatus;

/// Where an email stands as long as nothing of it has been planned: scheduled for a time, or paused
/// for a reason (with the time that it would be due, when it is known).
public record Standing(
    ScheduledEmailStatus status, Optional<StatusReason.Pause> pause, Optional<Instant> dueAt) {
  /// As everywhere: late is what is due for longer than this.
  private static final Duration LATE = Duration.ofMinutes(10);

  public Standing {
    requireNonNull(status, "status is null");
    requireNonNull(pause, "pause is null");
    requireNonNull(dueAt, "dueAt is null");
  }

  /// Where an email with that trigger stands while nobody has said otherwise.
  public static Standing of(Trigger trigger, Event event, ZoneId zone) {
    Optional<Instant> due = DueTime.of(trigger, event, zone).instant();
    if (event.status() != EventStatus.LIVE) {
      return paused(StatusReason.Pause.EVENT_NOT_LIVE, due);
    }
    return due.map(Standing::scheduled)
        .orElseGet(() -> paused(StatusReason.Pause.NO_DATE, Optional.empty()));
  }

  /// Whether it would have gone out by now, by more than a little.
  boolean isOverdue(Instant now) {
    return status == ScheduledEmailStatus.SCHEDULED
        && dueAt.filter(due -> due.plus(LATE).isBefore(now)).isPresent();
  }

  public static Standing scheduled(Instant dueAt) {
    return new Standing(ScheduledEmailStatus.SCHEDULED, Optional.empty(), Optional.of(dueAt));
  }

  public static Standing paused(StatusReason.Pause reason, Optional<Instant> dueAt) {
    return new Standing(ScheduledEmailStatus.PAUSED, Optional.of(reason), dueAt);
  }
}
