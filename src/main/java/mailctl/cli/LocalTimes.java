package mailctl.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Due times: local, as the organizer thinks of them, and in UTC, as logs and events have them.
final class LocalTimes {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE uuuu-MM-dd HH:mm z", Locale.US);

  private LocalTimes() {}

  /// "Mon 2026-06-08 09:00 CDT".
  static String local(Instant time, ZoneId zone) {
    return LOCAL.format(time.atZone(zone));
  }

  /// "Mon 2026-06-08 09:00 CDT (America/Chicago), 2026-06-08T14:00:00Z".
  static String both(Instant time, ZoneId zone) {
    return local(time, zone) + " (" + zone.getId() + "), " + time;
  }
}
