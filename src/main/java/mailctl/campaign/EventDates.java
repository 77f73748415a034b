package mailctl.campaign;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The date fields of an event as people write them.
final class EventDates {
  static final Set<String> FIELDS =
      Set.of("event_date", "event_end_date", "application_deadline", "payment_deadline");

  private EventDates() {}

  /// With "today" and "in 18 days" written out; whatever else stands there is left to the reader of
  /// the fields.
  static Map<String, String> written(Map<String, String> fields, LocalDate today) {
    Map<String, String> written = new HashMap<>(fields);
    written.replaceAll(
        (field, text) ->
            FIELDS.contains(field)
                ? Dates.read(text, today).map(LocalDate::toString).orElse(text)
                : text);
    return written;
  }
}
