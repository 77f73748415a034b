package mailctl.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import mailctl.inspect.Attention;
import mailctl.inspect.HealthReport;

/// A report as plain text, for terminals and for mail programs that show no HTML.
public final class ReportText {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");

  /// Below that the columns of shares and changes are left out.
  private static final int WIDE = 56;

  private static final int LONGEST_BAR = 40;

  private final HealthReport report;
  private final int width;
  private final StringBuilder text = new StringBuilder();

  private ReportText(HealthReport report, int width) {
    this.report = report;
    this.width = width;
  }

  public static String of(HealthReport report, int width) {
    ReportText text = new ReportText(report, width);
    text.write();
    return text.text.toString();
  }

  /// What it is about, as a subject or a heading.
  public static String title(HealthReport report) {
    return plain(Words.title(report));
  }

  private void write() {
    line(title(report));
    attention();
    numbers();
    parts();
    causes();
    domains();
    list("Now", Words.standing(report));
    list("Late", Words.emails(report.standing().late(), report.period().zone()));
    list("Held", Words.emails(report.standing().held(), report.period().zone()));
    list("Next", Words.emails(report.standing().next(), report.period().zone()));
  }

  private void attention() {
    List<Attention> all = report.attention();
    if (all.isEmpty()) {
      line("");
      line("Nothing needs a person.");
      return;
    }
    list(
        "Needs a person",
        all.stream()
            .map(each -> Words.number(each.count()) + " " + each.what() + ": " + each.command())
            .toList());
  }

  private void numbers() {
    List<List<String>> rows = new ArrayList<>();
    boolean wide = width >= WIDE;
    rows.add(wide ? List.of("", "now", "share", "before", "change") : List.of("", "now", "before"));
    for (ReportLine each : ReportLine.of(report)) {
      String now = Words.number(each.now());
      rows.add(
          wide
              ? List.of(
                  each.label(), now, each.shareWords(), each.beforeWords(), each.changeWords())
              : List.of(each.label(), now, each.beforeWords()));
    }
    line("");
    columns(rows);
    if (report.before().isEmpty()) {
      line("?: the history of the time before is not kept any more");
    }
  }

  private void parts() {
    long most =
        report.parts().stream().mapToLong(part -> part.flow().of("delivered")).max().orElse(0);
    if (most == 0) {
      return;
    }
    line("");
    line("Delivered");
    int longest = Math.min(LONGEST_BAR, Math.max(8, width - 24));
    for (HealthReport.Part each : report.parts()) {
      long delivered = each.flow().of("delivered");
      // Some is never shown as none.
      int bar = (int) Math.ceilDiv(longest * delivered, most);
      line(
          ("  " + Words.part(each.from(), report.period()) + "  " + "#".repeat(bar))
              + (bar == 0 ? "" : " ")
              + Words.number(delivered));
    }
  }

  private void causes() {
    if (report.causes().isEmpty()) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Not delivered", "deliveries"));
    report
        .causes()
        .forEach(
            each -> rows.add(List.of("  " + Words.cause(each), Words.number(each.deliveries()))));
    line("");
    columns(rows);
  }

  private void domains() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Slow domains", "deferred", "blocked"));
    report
        .domains()
        .forEach(
            each ->
                rows.add(
                    List.of(
                        "  " + each.name(),
                        Words.number(each.deferred()),
                        Words.number(each.blocked()))));
    if (rows.size() > 1) {
      line("");
      columns(rows);
    }
  }

  private void list(String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    line("");
    line(title);
    lines.forEach(each -> line("  " + each));
  }

  /// The first column to the left, the others to the right.
  private void columns(List<List<String>> rows) {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], length(row.get(i)));
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(plain(row.getFirst()));
      line.repeat(' ', widths[0] - length(row.getFirst()));
      for (int i = 1; i < widths.length; i++) {
        line.repeat(' ', 2 + widths[i] - length(row.get(i))).append(plain(row.get(i)));
      }
      line(line.toString());
    }
  }

  private void line(String line) {
    text.append(plain(line).stripTrailing()).append('\n');
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /// What moves a cursor or breaks a line becomes a blank.
  private static String plain(String text) {
    return CONTROL.matcher(text).replaceAll(" ");
  }
}
