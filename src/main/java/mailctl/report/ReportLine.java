package mailctl.report;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mailctl.inspect.HealthReport;

/// One number of a report, beside that of the time before.
///
/// @param share of all messages accepted, for what is a part of them
record ReportLine(String label, long now, Optional<Long> before, Optional<Double> share) {
  private record Kind(String event, String label) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("delivered", "delivered"),
          new Kind("deferred", "deferred"),
          new Kind("blocked", "blocked"),
          new Kind("bounced", "bounced"),
          new Kind("dropped", "dropped"),
          new Kind("opened", "opened"),
          new Kind("clicked", "clicked"),
          new Kind("unsubscribed", "unsubscribed"),
          new Kind("spam_reported", "called spam"));

  ReportLine {
    requireNonNull(label, "label is null");
    requireNonNull(before, "before is null");
    requireNonNull(share, "share is null");
  }

  /// In the order in which people read them.
  static List<ReportLine> of(HealthReport report) {
    HealthReport.Flow now = report.now();
    Optional<HealthReport.Flow> before = report.before();
    List<ReportLine> lines = new ArrayList<>();
    lines.add(
        new ReportLine(
            "accepted by SendGrid",
            now.accepted(),
            before.map(HealthReport.Flow::accepted),
            Optional.empty()));
    lines.add(
        new ReportLine(
            "retries among them",
            now.retries(),
            before.map(HealthReport.Flow::retries),
            Optional.empty()));
    for (Kind kind : KINDS) {
      long count = now.of(kind.event());
      lines.add(
          new ReportLine(
              kind.label(),
              count,
              before.map(flow -> flow.of(kind.event())),
              now.accepted() == 0
                  ? Optional.empty()
                  : Optional.of((double) count / now.accepted())));
    }
    return lines;
  }

  /// "95.8 %"; nothing where there is no share.
  String shareWords() {
    return share.map(part -> String.format(Locale.ROOT, "%.1f %%", 100 * part)).orElse("");
  }

  /// "+22 %"; nothing where there is nothing to compare.
  String changeWords() {
    if (before.isEmpty() || before.get() == now) {
      return "";
    }
    return before.get() == 0
        ? "new"
        : String.format(Locale.ROOT, "%+.0f %%", 100.0 * (now - before.get()) / before.get());
  }

  String beforeWords() {
    return before.map(Words::number).orElse("?");
  }
}
