package mailctl.sendgrid;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Pattern;

/// SendGrid's timestamps: seconds as a number, seconds as text, and milliseconds in single sends.
final class EventTime {
  private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  /// In seconds the year 5138, in milliseconds the year 1973: nobody means the former.
  private static final double MILLISECONDS_FROM = 1e11;

  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,18}");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,400}(\\.\\d{0,400})?([eE][+-]?\\d{1,9})?");

  private EventTime() {}

  /// Empty when `text` is no time; years outside 1 to 9999 are moved to the nearer end.
  static Optional<Instant> parse(String text) {
    String time = text.strip();
    if (WHOLE.matcher(time).matches()) {
      long number = Long.parseLong(time);
      return Optional.of(
          clamp(
              Math.abs((double) number) >= MILLISECONDS_FROM
                  ? Instant.ofEpochMilli(number)
                  : Instant.ofEpochSecond(number)));
    }
    if (NUMBER.matcher(time).matches()) {
      double number = Double.parseDouble(time);
      double seconds = Math.abs(number) >= MILLISECONDS_FROM ? number / 1_000 : number;
      return Optional.of(ofSeconds(seconds));
    }
    try {
      return Optional.of(clamp(Instant.parse(time)));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Instant ofSeconds(double seconds) {
    if (seconds >= LATEST.getEpochSecond()) {
      return LATEST;
    }
    return seconds <= EARLIEST.getEpochSecond()
        ? EARLIEST
        : Instant.ofEpochSecond((long) Math.floor(seconds));
  }

  private static Instant clamp(Instant time) {
    if (time.isBefore(EARLIEST)) {
      return EARLIEST;
    }
    // What PostgreSQL keeps: an event is known by its time, so both must be the same.
    return time.isAfter(LATEST) ? LATEST : time.truncatedTo(ChronoUnit.MICROS);
  }
}
