package mailctl.report;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.inspect.Debt;
import mailctl.inspect.EventName;
import mailctl.inspect.HealthReport;
import mailctl.inspect.InboxState;
import mailctl.inspect.Overview;
import mailctl.inspect.ReportPeriod;

/// A report in which everything occurs, with the given name for all that people name.
final class SampleReport {
  private static final Instant UNTIL = Instant.parse("2026-06-08T11:00:00Z");

  private SampleReport() {}

  static HealthReport named(String name) {
    ReportPeriod period =
        ReportPeriod.endingAt(ReportPeriod.Kind.WEEK, UNTIL, ZoneId.of("America/Halifax"));
    return new HealthReport(
        period,
        Optional.of(new EventName(3, "fair", name)),
        flow(12_345, 400),
        Optional.of(flow(10_000, 0)),
        period.bounds().subList(0, 7).stream()
            .map(from -> new HealthReport.Part(from, flow(2_000, 50)))
            .toList(),
        List.of(new HealthReport.Cause("blocked", "reputation", 390)),
        List.of(new HealthReport.Domain(name, 20, 390, Optional.of(UNTIL))),
        Map.of("spam_report", 2L),
        new HealthReport.Standing(
            UNTIL,
            List.of(email(7, name, "held", Optional.of("plan_drift"))),
            List.of(),
            List.of(email(8, name, "scheduled", Optional.empty())),
            0,
            new Overview.Retries(31, Optional.of(UNTIL)),
            new HealthReport.Doubts(1, 1_000, Optional.of(UNTIL), 2),
            new Debt(4, 0, 60, 3, Optional.of(UNTIL)),
            new InboxState(0, Optional.empty(), 0, 0),
            Map.of(),
            List.of(new HealthReport.MissedReport(LocalDate.of(2026, 6, 7), name))));
  }

  private static HealthReport.Email email(
      long id, String name, String status, Optional<String> reason) {
    return new HealthReport.Email(id, "fair", name, status, reason, Optional.of(UNTIL));
  }

  private static HealthReport.Flow flow(long accepted, long blocked) {
    return new HealthReport.Flow(
        accepted, 12, 0, Map.of("delivered", accepted - blocked, "blocked", blocked));
  }
}
