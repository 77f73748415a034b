package mailctl.campaign;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import mailctl.audience.EventId;
import mailctl.audience.EventStore;
import mailctl.audience.OrganizationStore;
import mailctl.database.Database;
import mailctl.database.Tx;
import mailctl.support.SettableClock;

/// Everything of the package, wired on a test's database, with one event: live, on June 15, 2026 in
/// Chicago, entered on March 1.
final class CampaignSetup {
  final SettableClock clock = SettableClock.at("2026-03-01T12:00:00Z");
  final FakeDeliveries deliveries = new FakeDeliveries();
  final ScheduledEmailStore store = new ScheduledEmailStore();
  final OrganizationStore organizations;
  final EventStore events;
  final Schedule schedule;
  final ScheduleControl control;
  final EventUpdate eventUpdate;
  final CampaignImport imports;
  private final Database database;

  CampaignSetup(Database database) {
    this.database = database;
    organizations = new OrganizationStore(database.location());
    events = new EventStore(database.location());
    schedule = new Schedule(clock, database.location(), events, organizations, deliveries);
    control =
        new ScheduleControl(
            clock, Duration.ofDays(7), database.location(), events, organizations, deliveries);
    eventUpdate =
        new EventUpdate(
            clock, Duration.ofDays(7), database.location(), events, organizations, deliveries);
    imports = new CampaignImport(clock, organizations, events, eventUpdate, schedule);
  }

  EventId event() {
    return in(tx -> TestEvents.event(tx, TestEvents.organization(tx)));
  }

  static Draft draft(String name, String trigger) {
    return new Draft(
        name,
        EmailKind.PROMOTIONAL,
        new EmailContent(
            "Hello {{first_name|there}}",
            "<p>Hello <a href=\"{{unsubscribe_link}}\">No more</a></p>",
            "",
            "{\"status\": \"approved\"}"),
        Trigger.parse(trigger));
  }

  ScheduledEmail create(EventId event, String name, String trigger) {
    return in(tx -> schedule.create(tx, event, draft(name, trigger)));
  }

  EventUpdate.Result update(EventId event, String field, String value) {
    return in(tx -> eventUpdate.update(tx, event, Map.of(field, value)));
  }

  ScheduledEmail email(ScheduledEmail before) {
    return in(tx -> schedule.show(tx, before.id()));
  }

  String standing(ScheduledEmail before) {
    ScheduledEmail email = email(before);
    Optional<String> due = email.dueAt().map(Object::toString);
    return email.standing() + due.map(it -> " " + it).orElse("");
  }

  <T> T in(Function<Tx, T> work) {
    return database.transaction(work);
  }
}
