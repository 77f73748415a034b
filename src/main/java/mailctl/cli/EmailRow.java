package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.audience.Event;
import mailctl.audience.EventId;
import mailctl.campaign.EventInZone;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.Trigger;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.inspect.Lateness;

/// A scheduled email, its event and how late it is, if it is.
record EmailRow(ScheduledEmail email, EventInZone event, Optional<Duration> late) {
  EmailRow {
    requireNonNull(email, "email is null");
    requireNonNull(event, "event is null");
    requireNonNull(late, "late is null");
  }

  static EmailRow of(Session session, Tx tx, ScheduledEmail email) {
    return of(session, tx, List.of(email)).getFirst();
  }

  static List<EmailRow> of(Session session, Tx tx, Collection<ScheduledEmail> emails) {
    Instant now = session.app().clock().instant();
    Map<EventId, EventInZone> events = new HashMap<>();
    return emails.stream()
        .map(
            email ->
                new EmailRow(
                    email,
                    events.computeIfAbsent(email.event(), id -> event(session, tx, id)),
                    late(email, now)))
        .toList();
  }

  static EventInZone event(Session session, Tx tx, EventId id) {
    Event event = session.app().events().require(tx, id);
    return new EventInZone(event, session.app().organizations().require(tx, event.organization()));
  }

  /// One that is held for being late is late as long as nobody has decided.
  private static Optional<Duration> late(ScheduledEmail email, Instant now) {
    return switch (email.status()) {
      case SCHEDULED, HELD ->
          email.planned()
              ? Optional.empty()
              : email.dueAt().flatMap(due -> Lateness.of("scheduled", due, now));
      case PAUSED, ACTIVE, SENDING, SENT, FAILED, CANCELLED -> Optional.empty();
    };
  }

  String lateWords() {
    return late.map(Lateness::words).orElse("");
  }

  /// When it would be due by its trigger alone, where the organization's quiet hours or days moved
  /// that.
  Optional<Instant> shiftedFrom() {
    if (email.dueAt().isEmpty()) {
      return Optional.empty();
    }
    try {
      Trigger trigger = Trigger.parse(email.trigger());
      return event
          .wanted(trigger)
          .instant()
          .filter(wanted -> !email.dueAt().equals(Optional.of(wanted)))
          .filter(_ -> event.due(trigger).equals(email.dueAt()));
    } catch (Refusal e) {
      // Written by another application.
      return Optional.empty();
    }
  }
}
