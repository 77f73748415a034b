package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/// The time that a report is about. Days are those of its zone: one has 23 or 25 hours where the
/// clocks are changed.
public record ReportPeriod(Kind kind, Instant since, Instant until, ZoneId zone) {
  /// How long it is, and how it is divided: a day by hours, a week by days.
  public enum Kind {
    DAY(1),
    WEEK(7);

    private final int days;

    Kind(int days) {
      this.days = days;
    }
  }

  public ReportPeriod {
    requireNonNull(kind, "kind is null");
    requireNonNull(zone, "zone is null");
    if (!since.isBefore(until)) {
      throw new IllegalArgumentException("a period that begins at " + since + " ends after that");
    }
  }

  /// The day or the week that ends then.
  public static ReportPeriod endingAt(Kind kind, Instant until, ZoneId zone) {
    return new ReportPeriod(kind, back(until, zone, kind.days), until, zone);
  }

  /// The one right before.
  public ReportPeriod before() {
    return endingAt(kind, since, zone);
  }

  /// Where its parts begin, and where the last one ends.
  public List<Instant> bounds() {
    List<Instant> bounds = new ArrayList<>();
    for (int i = 0; ; i++) {
      Instant bound = bound(i);
      if (!bound.isBefore(until)) {
        bounds.add(until);
        return bounds;
      }
      bounds.add(bound);
    }
  }

  private Instant bound(int number) {
    return kind == Kind.DAY ? since.plus(Duration.ofHours(number)) : back(since, zone, -number);
  }

  private static Instant back(Instant from, ZoneId zone, int days) {
    return from.atZone(zone).minusDays(days).withEarlierOffsetAtOverlap().toInstant();
  }

  /// On which day of its zone it ends.
  public LocalDate lastDay() {
    return until.atZone(zone).toLocalDate();
  }
}
