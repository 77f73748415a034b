package mailctl.cli;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mailctl.audience.Event;
import mailctl.audience.Organization;

/// Events in tables and JSON.
final class EventView {
  private EventView() {}

  static JsonObject json(Event event, Organization organization) {
    return Json.object()
        .id("id", event.id())
        .put("slug", event.slug())
        .put("title", event.title())
        .put("status", event.status())
        .id("organization_id", organization.id())
        .put("organization", organization.slug())
        .put("time_zone", organization.zone().getId())
        .put("quiet_hours", organization.hours().quiet().map(Object::toString))
        .texts("send_days", organization.hours().dayWords())
        .put("event_date", event.eventDate())
        .put("event_end_date", event.eventEndDate())
        .put("event_time", some(event.eventTime()))
        .put("venue", some(event.venue()))
        .put("location", some(event.location()))
        .put("age_restriction", some(event.ageRestriction()))
        .put("application_deadline", event.applicationDeadline())
        .put("payment_deadline", event.paymentDeadline())
        .put("description", some(event.description()))
        .map("attributes", new TreeMap<>(event.attributes()))
        .put("created_at", event.createdAt());
  }

  static Table fields(Event event, Organization organization) {
    Table table = Table.of("FIELD", "VALUE");
    table.row("id", event.id());
    table.row("slug", event.slug());
    table.row("title", event.title());
    table.row("status", Choice.word(event.status()));
    table.row("organization", organization.id() + " " + organization.slug());
    table.row("time_zone", organization.zone().getId());
    row(table, "quiet_hours", organization.hours().quiet());
    if (organization.hours().days().size() < 7) {
      table.row("send_days", String.join(", ", organization.hours().dayWords()));
    }
    row(table, "event_date", event.eventDate());
    row(table, "event_end_date", event.eventEndDate());
    row(table, "event_time", some(event.eventTime()));
    row(table, "venue", some(event.venue()));
    row(table, "location", some(event.location()));
    row(table, "age_restriction", some(event.ageRestriction()));
    row(table, "application_deadline", event.applicationDeadline());
    row(table, "payment_deadline", event.paymentDeadline());
    row(table, "description", some(event.description()));
    attributes(table, event.attributes());
    return table;
  }

  static void row(Table table, String field, Optional<?> value) {
    value.ifPresent(some -> table.row(field, some));
  }

  static void attributes(Table table, Map<String, String> attributes) {
    new TreeMap<>(attributes).forEach((name, value) -> table.row("attributes." + name, value));
  }

  static Optional<String> some(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
