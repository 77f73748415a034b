package mailctl.audience;

import java.util.Map;
import java.util.Set;
import mailctl.database.Refusal;

/// Changes of single fields of an event.
final class EventFields {
  private static final Set<String> NAMES =
      Set.of(
          "title",
          "description",
          "status",
          "event_date",
          "event_end_date",
          "event_time",
          "venue",
          "location",
          "age_restriction",
          "application_deadline",
          "payment_deadline");

  private EventFields() {}

  static EventValues apply(Map<String, String> fields, EventValues event) {
    FieldChanges changes = new FieldChanges(fields, NAMES);
    try {
      EventValues changed =
          new EventValues(
              event.organization(),
              event.slug(),
              changes.text("title", event.title()),
              changes.text("description", event.description()),
              changes.value(
                  "status",
                  event.status(),
                  text -> FieldReader.constant(EventStatus.class, "status", text)),
              changes.value("event_date", event.eventDate(), FieldReader::date),
              changes.value("event_end_date", event.eventEndDate(), FieldReader::date),
              changes.text("event_time", event.eventTime()),
              changes.text("venue", event.venue()),
              changes.text("location", event.location()),
              changes.text("age_restriction", event.ageRestriction()),
              changes.value("application_deadline", event.applicationDeadline(), FieldReader::date),
              changes.value("payment_deadline", event.paymentDeadline(), FieldReader::date),
              changes.attributes());
      changes.check();
      return changed;
    } catch (IllegalArgumentException e) {
      changes.check();
      throw new Refusal(Refusal.Kind.USAGE, String.valueOf(e.getMessage()));
    }
  }
}
