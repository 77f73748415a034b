package mailctl.inspect;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How late a scheduled email is, and how people say it.
public final class Lateness {
  /// A sweep runs every few minutes: up to here is on time.
  static final Duration GRACE = Duration.ofMinutes(10);

  private static final long HOUR = 60;
  private static final long DAY = 24 * HOUR;

  private Lateness() {}

  /// An email is late while it is still scheduled and more than ten minutes past due.
  public static Optional<Duration> of(String status, Instant dueAt, Instant now) {
    Duration past = Duration.between(dueAt, now);
    return status.equals("scheduled") && past.compareTo(GRACE) > 0
        ? Optional.of(past)
        : Optional.empty();
  }

  /// "45 minutes late", "3.5 hours late", "2.1 days late": begun tenths do not count.
  public static String words(Duration late) {
    long minutes = late.toMinutes();
    if (minutes < HOUR) {
      return counted(minutes * 10, "minute");
    }
    return minutes < DAY
        ? counted(minutes * 10 / HOUR, "hour")
        : counted(minutes * 10 / DAY, "day");
  }

  private static String counted(long tenths, String unit) {
    String number = tenths % 10 == 0 ? "" + tenths / 10 : tenths / 10 + "." + tenths % 10;
    return number + " " + unit + (tenths == 10 ? "" : "s") + " late";
  }
}
