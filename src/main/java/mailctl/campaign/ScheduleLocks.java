package mailctl.campaign;

import mailctl.audience.Event;
import mailctl.audience.EventId;
import mailctl.audience.EventStore;
import mailctl.audience.OrganizationStore;
import mailctl.database.DatabaseLocation;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Finds and locks what an operation is about, always the event before its emails: so an email
/// cannot be put on the schedule beside a change of the event that would have moved it.
final class ScheduleLocks {
  /// An email and its event, both locked.
  record Locked(ScheduledEmail email, EventInZone event) {}

  private final DatabaseLocation location;
  private final EventStore events;
  private final OrganizationStore organizations;
  private final ScheduledEmailStore emails;
  private final ScheduleStore schedule = new ScheduleStore();

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
    EventInZone event = event(tx, find(tx, id).event());
    ScheduledEmail email = emails.lock(tx, id).orElseThrow(() -> missing(id));
    return new Locked(email, event);
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
