package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailctl.audience.EventStatus;

/// Where an email stands as long as nothing of it has been planned: scheduled for a time, active
/// (whenever something happens), or paused for a reason (with the time that it would be due, when
/// it is known).
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
  static Standing of(Trigger trigger, EventInZone event) {
    Optional<Instant> due = event.due(trigger);
    if (!isAwake(trigger, event.event().status())) {
      return paused(StatusReason.Pause.EVENT_NOT_LIVE, due);
    }
    if (trigger instanceof Trigger.On) {
      return new Standing(ScheduledEmailStatus.ACTIVE, Optional.empty(), Optional.empty());
    }
    return due.map(Standing::scheduled)
        .orElseGet(() -> paused(StatusReason.Pause.NO_DATE, Optional.empty()));
  }

  /// Only a live event sends; of its cancellation a cancelled one tells, too.
  private static boolean isAwake(Trigger trigger, EventStatus status) {
    return status == EventStatus.LIVE
        || (status == EventStatus.CANCELLED
            && trigger.equals(new Trigger.On(Happening.EVENT_CANCELLATION)));
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
