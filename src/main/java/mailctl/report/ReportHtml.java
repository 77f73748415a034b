package mailctl.report;

import static mailctl.report.Html.escape;

import java.util.List;
import mailctl.inspect.Attention;
import mailctl.inspect.HealthReport;

/// A report as HTML: no script, nothing from elsewhere, every number in a table. Mail programs drop
/// SVG, so that in a mail the bars are cells of a table.
public final class ReportHtml {
  private static final int LONGEST_BAR = 300;
  private static final String CELL = "<td style=\"padding:2px 10px 2px 0";
  private static final String RIGHT = ";text-align:right";

  private final HealthReport report;
  private final StringBuilder html = new StringBuilder();

  private ReportHtml(HealthReport report) {
    this.report = report;
  }

  /// For a browser, with a chart.
  public static String page(HealthReport report) {
    return new ReportHtml(report).write(true);
  }

  /// For a mail program.
  public static String mail(HealthReport report) {
    return new ReportHtml(report).write(false);
  }

  private String write(boolean chart) {
    String title = escape(ReportText.title(report));
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width\">")
        .append("<meta name=\"color-scheme\" content=\"light dark\">\n<title>")
        .append(title)
        .append("</title></head>\n<body style=\"font-family:sans-serif;max-width:44em\">\n<h1")
        .append(" style=\"font-size:1.3em\">")
        .append(title)
        .append("</h1>\n");
    attention();
    numbers();
    if (chart) {
      chart();
    }
    parts(!chart);
    causes();
    domains();
    list("Now", Words.standing(report));
    list("Late", Words.emails(report.standing().late(), report.period().zone()));
    list("Held", Words.emails(report.standing().held(), report.period().zone()));
    list("Next", Words.emails(report.standing().next(), report.period().zone()));
    return html.append("</body></html>\n").toString();
  }

  private void attention() {
    List<Attention> all = report.attention();
    if (all.isEmpty()) {
      html.append("<p>Nothing needs a person.</p>\n");
      return;
    }
    heading("Needs a person");
    html.append("<ul>\n");
    for (Attention each : all) {
      html.append("<li><strong>")
          .append(escape(Words.number(each.count()) + " " + each.what()))
          .append("</strong>: <code>")
          .append(escape(each.command()))
          .append("</code></li>\n");
    }
    html.append("</ul>\n");
  }

  private void numbers() {
    heading("Numbers");
    table("", "Now", "Share", "Before", "Change");
    for (ReportLine each : ReportLine.of(report)) {
      row(
          each.label(),
          Words.number(each.now()),
          each.shareWords(),
          each.beforeWords(),
          each.changeWords());
    }
    html.append("</table>\n");
    if (report.before().isEmpty()) {
      html.append("<p>?: the history of the time before is not kept any more.</p>\n");
    }
  }

  private void chart() {
    if (most() == 0) {
      return;
    }
    html.append(
        BarChart.svg(
            "flow",
            "Delivered, and not delivered, by time",
            "%s delivered and %s blocked, bounced or dropped; the table below has each bar's numbers."
                .formatted(
                    Words.number(report.now().of("delivered")),
                    Words.number(report.now().undelivered())),
            report.parts().stream()
                .map(
                    each ->
                        new BarChart.Bar(
                            Words.part(each.from(), report.period()),
                            each.flow().of("delivered"),
                            each.flow().undelivered()))
                .toList()));
  }

  private void parts(boolean bars) {
    long most = most();
    if (most == 0) {
      return;
    }
    heading("By time");
    table("From", "Accepted", "Delivered", "Not delivered", "");
    for (HealthReport.Part each : report.parts()) {
      HealthReport.Flow flow = each.flow();
      html.append("<tr>");
      cell(Words.part(each.from(), report.period()), false);
      cell(Words.number(flow.accepted()), true);
      cell(Words.number(flow.of("delivered")), true);
      cell(Words.number(flow.undelivered()), true);
      html.append("<td>");
      if (bars) {
        bar(LONGEST_BAR * flow.of("delivered") / most);
      }
      html.append("</td></tr>\n");
    }
    html.append("</table>\n");
  }

  private void bar(long width) {
    if (width > 0) {
      html.append(
              "<table role=\"presentation\" cellpadding=\"0\" cellspacing=\"0\"><tr><td width=\"")
          .append(width)
          .append("\" height=\"10\" bgcolor=\"#2f6f9f\"></td></tr></table>");
    }
  }

  private long most() {
    return report.parts().stream()
        .mapToLong(each -> each.flow().of("delivered") + each.flow().undelivered())
        .max()
        .orElse(0);
  }

  private void causes() {
    if (report.causes().isEmpty()) {
      return;
    }
    heading("Not delivered");
    table("Why", "Deliveries");
    report.causes().forEach(each -> row(Words.cause(each), Words.number(each.deliveries())));
    html.append("</table>\n");
  }

  private void domains() {
    if (report.domains().isEmpty()) {
      return;
    }
    heading("Slow domains");
    table("Domain", "Deferred", "Blocked");
    report
        .domains()
        .forEach(
            each -> row(each.name(), Words.number(each.deferred()), Words.number(each.blocked())));
    html.append("</table>\n");
  }

  private void list(String title, List<String> lines) {
    if (lines.isEmpty()) {
      return;
    }
    heading(title);
    html.append("<ul>\n");
    lines.forEach(line -> html.append("<li>").append(escape(line)).append("</li>\n"));
    html.append("</ul>\n");
  }

  private void heading(String text) {
    html.append("<h2 style=\"font-size:1.05em\">").append(escape(text)).append("</h2>\n");
  }

  private void table(String first, String... more) {
    html.append("<table style=\"border-collapse:collapse\">\n<tr>").append(head(first, "left"));
    for (String each : more) {
      html.append(head(each, "right"));
    }
    html.append("</tr>\n");
  }

  /// An empty heading is no heading to a screen reader.
  private static String head(String text, String align) {
    return text.isEmpty()
        ? "<td></td>"
        : "<th scope=\"col\" style=\"padding:2px 10px 2px 0;text-align:%s\">%s</th>"
            .formatted(align, escape(text));
  }

  private void row(String first, String... more) {
    html.append("<tr>");
    cell(first, false);
    for (String each : more) {
      cell(each, true);
    }
    html.append("</tr>\n");
  }

  private void cell(String text, boolean right) {
    html.append(CELL).append(right ? RIGHT : "").append("\">").append(escape(text)).append("</td>");
  }
}
