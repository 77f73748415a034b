package mailctl.report;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import mailctl.inspect.ReportPeriod;

/// When the daily report is due. At a time that the clocks skip it is due when they have skipped
/// it; at one that comes twice, the first time.
public record ReportTime(LocalTime at, ZoneId zone) {
  /// Later than that a day's report is not begun any more: the next one tells of the day.
  private static final Duration LATEST = Duration.ofHours(12);

  public ReportTime {
    requireNonNull(at, "at is null");
    requireNonNull(zone, "zone is null");
  }

  Instant dueAt(LocalDate day) {
    return day.atTime(at).atZone(zone).toInstant();
  }

  /// The day whose report was due last.
  LocalDate latest(Instant now) {
    LocalDate today = now.atZone(zone).toLocalDate();
    return dueAt(today).isAfter(now) ? today.minusDays(1) : today;
  }

  /// The day whose report may be begun now, if any.
  Optional<LocalDate> due(Instant now) {
    LocalDate day = latest(now);
    return dueAt(day).plus(LATEST).isAfter(now) ? Optional.of(day) : Optional.empty();
  }

  Instant next(Instant now) {
    return dueAt(latest(now).plusDays(1));
  }

  /// From one report to the next there is neither a gap nor an overlap.
  ReportPeriod period(LocalDate day) {
    return new ReportPeriod(ReportPeriod.Kind.DAY, dueAt(day.minusDays(1)), dueAt(day), zone);
  }
}
