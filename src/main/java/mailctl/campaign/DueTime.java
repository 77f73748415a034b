package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import mailctl.audience.Event;

/// When a trigger falls due for an event: an instant, or the date that the event lacks.
///
/// Local times are read in the organization's zone. A time that the clocks skip moves forward by as
/// much as they do (02:30 becomes 03:30); of a time that comes twice it is the first. An email that
/// counts from the opening of applications is never due before the event was entered.
public sealed interface DueTime {
  record Due(Instant at) implements DueTime {
    public Due {
      requireNonNull(at, "at is null");
    }
  }

  record Missing(Trigger.Base date) implements DueTime {
    public Missing {
      requireNonNull(date, "date is null");
    }
  }

  /// Not at a time, but whenever something happens.
  record OnChange(Happening happening) implements DueTime {
    public OnChange {
      requireNonNull(happening, "happening is null");
    }
  }

  static DueTime of(Trigger trigger, Event event, ZoneId zone) {
    return switch (trigger) {
      case Trigger.On on -> new OnChange(on.happening());
      case Trigger.At at -> new Due(instant(at.time(), zone));
      case Trigger.Relative relative ->
          date(relative.base(), event, zone)
              .<DueTime>map(date -> new Due(instant(relative, date, event, zone)))
              .orElseGet(() -> new Missing(relative.base()));
    };
  }

  default Optional<Instant> instant() {
    return switch (this) {
      case Due due -> Optional.of(due.at());
      case Missing _, OnChange _ -> Optional.empty();
    };
  }

  private static Instant instant(
      Trigger.Relative relative, LocalDate date, Event event, ZoneId zone) {
    Instant due = instant(date.plusDays(relative.days()).atTime(relative.time()), zone);
    boolean tooEarly =
        relative.base() == Trigger.Base.APPLICATIONS_OPEN && due.isBefore(event.createdAt());
    return tooEarly ? event.createdAt() : due;
  }

  private static Instant instant(LocalDateTime time, ZoneId zone) {
    // This is Java's own rule for gaps and overlaps.
    return time.atZone(zone).toInstant();
  }

  private static Optional<LocalDate> date(Trigger.Base base, Event event, ZoneId zone) {
    return switch (base) {
      case EVENT -> event.eventDate();
      // An event without an end ends on the day on which it begins.
      case EVENT_END -> event.eventEndDate().or(event::eventDate);
      case APPLICATION_DEADLINE -> event.applicationDeadline();
      case PAYMENT_DEADLINE -> event.paymentDeadline();
      case APPLICATIONS_OPEN -> Optional.of(LocalDate.ofInstant(event.createdAt(), zone));
    };
  }
}
