package mailctl.campaign;

import java.util.Optional;
import mailctl.audience.Event;
import mailctl.audience.EventId;
import mailctl.audience.EventStore;
import mailctl.audience.OrganizationStore;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Finds and locks what an operation is about, always the event before its emails: so an email
/// cannot be put on the schedule beside a change of the event that would have moved it. Nobody
/// claims deliveries of a locked email, and those who did have committed.
final class ScheduleLocks {
  /// An email and its event, both locked.
  ///
  /// @param overtaken what somebody did to it between our looking at it and our lock
  record Locked(ScheduledEmail email, EventInZone event, Optional<EmailOperation> overtaken) {}

  private final DatabaseLocation location;
  private final EventStore events;
  private final OrganizationStore organizations;
  private final ScheduledEmailStore emails;
  private final ScheduleStore schedule = new ScheduleStore();
  private final EmailOperationStore operations = new EmailOperationStore();
  private final ClaimDoorStore door = new ClaimDoorStore();

  ScheduleLocks(
      DatabaseLocation location,
      EventStore events,
      OrganizationStore organizations,
      ScheduledEmailStore emails) {
    this.location = location;
    this.events = events;
    this.organizations = organizations;
    this.emails = emails;
  }

  EventInZone event(Tx tx, EventId id) {
    schedule.lockEvent(tx, id);
    Event event = events.require(tx, id);
    return new EventInZone(event, organizations.require(tx, event.organization()));
  }

  Locked email(Tx tx, ScheduledEmailId id) {
    ScheduledEmail seen = find(tx, id);
    Optional<EmailOperation> before = operations.last(tx, id);
    EventInZone event = event(tx, seen.event());
    ScheduledEmail email = emails.lock(tx, id).orElseThrow(() -> missing(id));
    door.close(tx, id);
    Optional<EmailOperation> since =
        operations.last(tx, id).filter(last -> !Optional.of(last).equals(before));
    return new Locked(email, event, since);
  }

  ScheduledEmail find(Tx tx, ScheduledEmailId id) {
    return emails.find(tx, id).orElseThrow(() -> missing(id));
  }

  private Refusal missing(ScheduledEmailId id) {
    return new Refusal(
        Refusal.Kind.NOT_FOUND,
        "no scheduled email " + id + " in " + location.words(),
        "mailctl schedule list");
  }
}
