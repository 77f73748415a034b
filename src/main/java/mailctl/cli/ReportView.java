package mailctl.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import mailctl.inspect.PeriodReport;

/// How a report looks as text and as JSON; as HTML, see `ReportPage`.
final class ReportView {
  /// What is told of a time, by the names of the events, and what people call it.
  record Line(String kind, String words) {}

  static final List<Line> LINES =
      List.of(
          new Line("delivered", "delivered"),
          new Line("deferred", "deferred"),
          new Line("blocked", "blocked"),
          new Line("bounced", "bounced"),
          new Line("dropped", "dropped"),
          new Line("opened", "opened"),
          new Line("clicked", "clicked"),
          new Line("unsubscribed", "unsubscribed"),
          new Line("spam_reported", "reported as spam"));

  private static final int BAR = 40;

  private ReportView() {}

  static String title(PeriodReport report) {
    return "Mail"
        + report.event().map(event -> " of " + event).orElse("")
        + " from "
        + report.since()
        + " to "
        + report.until();
  }

  static void print(PeriodReport report, Terminal terminal) {
    terminal.out().println(Table.plain(title(report)));
    terminal.out().println();
    Table table = Table.of("WHAT", "NOW", "BEFORE");
    table.row("accepted by SendGrid", report.now().accepted(), report.before().accepted());
    for (Line line : LINES) {
      table.row(line.words(), report.now().of(line.kind()), report.before().of(line.kind()));
    }
    table.print(terminal);
    long most = most(report);
    if (most > 0) {
      terminal.out().println();
      for (PeriodReport.Slice slice : report.slices()) {
        long delivered = slice.counts().of("delivered");
        terminal
            .out()
            .println(
                slice.from() + "  " + "#".repeat((int) (BAR * delivered / most)) + " " + delivered);
      }
    }
    if (!report.reasons().isEmpty()) {
      terminal.out().println();
      Table reasons = Table.of("FAILED", "CLASS", "DELIVERIES");
      report.reasons().forEach(it -> reasons.row(it.kind(), it.reason(), it.deliveries()));
      reasons.print(terminal);
    }
    terminal.out().println();
    if (report.attention().isEmpty()) {
      terminal.out().println("nothing waits for a person");
    }
    for (PeriodReport.Attention each : report.attention()) {
      terminal.out().println(each.count() + " " + each.what() + ": " + each.command());
    }
  }

  static long most(PeriodReport report) {
    return report.slices().stream()
        .mapToLong(slice -> slice.counts().of("delivered"))
        .max()
        .orElse(0);
  }

  static JsonObject json(PeriodReport report) {
    return Json.object()
        .put("since", report.since())
        .put("until", report.until())
        .put("event", report.event())
        .put("now", counts(report.now()))
        .put("before", counts(report.before()))
        .list(
            "slices",
            report.slices(),
            slice -> Json.object().put("from", slice.from()).put("counts", counts(slice.counts())))
        .list(
            "failures",
            report.reasons(),
            it ->
                Json.object()
                    .put("event", it.kind())
                    .put("class", it.reason())
                    .put("deliveries", it.deliveries()))
        .list(
            "attention",
            report.attention(),
            it ->
                Json.object()
                    .put("count", it.count())
                    .put("what", it.what())
                    .put("command", it.command()));
  }

  private static JsonObject counts(PeriodReport.Counts counts) {
    return Json.object()
        .put("accepted", counts.accepted())
        .map("events", new TreeMap<>(counts.events()));
  }

  /// A slice for each hour of a day, and for each day of a longer time.
  static Duration step(Duration time) {
    return time.compareTo(Duration.ofDays(2)) <= 0 ? Duration.ofHours(1) : Duration.ofDays(1);
  }

  static Optional<String> share(long part, long whole) {
    return whole == 0 ? Optional.empty() : Optional.of("%.1f %%".formatted(100.0 * part / whole));
  }
}
