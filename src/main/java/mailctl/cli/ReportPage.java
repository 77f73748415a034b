package mailctl.cli;

import mailctl.inspect.PeriodReport;

/// A report as HTML that mail programs show, too: tables and background colours, no script, no
/// picture, nothing from elsewhere.
final class ReportPage {
  private static final int WIDTH = 300;

  private ReportPage() {}

  static String html(PeriodReport report) {
    StringBuilder html = new StringBuilder();
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>")
        .append(escape(ReportView.title(report)))
        .append("</title></head>\n<body style=\"font-family:sans-serif;color:#222\">\n<h2>")
        .append(escape(ReportView.title(report)))
        .append("</h2>\n");
    attention(html, report);
    numbers(html, report);
    chart(html, report);
    failures(html, report);
    return html.append("</body></html>\n").toString();
  }

  private static void attention(StringBuilder html, PeriodReport report) {
    if (report.attention().isEmpty()) {
      html.append("<p style=\"color:#2a7\">Nothing waits for a person.</p>\n");
      return;
    }
    html.append("<ul>\n");
    for (PeriodReport.Attention each : report.attention()) {
      html.append("<li style=\"color:#b30\">")
          .append(each.count())
          .append(' ')
          .append(escape(each.what()))
          .append(": <code>")
          .append(escape(each.command()))
          .append("</code></li>\n");
    }
    html.append("</ul>\n");
  }

  private static void numbers(StringBuilder html, PeriodReport report) {
    html.append("<table cellpadding=\"4\">\n<tr><th align=\"left\">What</th>")
        .append("<th align=\"right\">Now</th><th align=\"right\">Before</th><th></th></tr>\n");
    PeriodReport.Counts now = report.now();
    row(html, "accepted by SendGrid", now.accepted(), report.before().accepted(), "");
    for (ReportView.Line line : ReportView.LINES) {
      long count = now.of(line.kind());
      row(
          html,
          line.words(),
          count,
          report.before().of(line.kind()),
          ReportView.share(count, now.accepted()).orElse(""));
    }
    html.append("</table>\n");
  }

  private static void row(StringBuilder html, String what, long now, long before, String share) {
    html.append("<tr><td>")
        .append(escape(what))
        .append("</td><td align=\"right\"><b>")
        .append(now)
        .append("</b></td><td align=\"right\">")
        .append(before)
        .append("</td><td align=\"right\" style=\"color:#777\">")
        .append(share)
        .append("</td></tr>\n");
  }

  private static void chart(StringBuilder html, PeriodReport report) {
    long most = ReportView.most(report);
    if (most == 0) {
      return;
    }
    html.append("<h3>Delivered</h3>\n<table cellpadding=\"1\" cellspacing=\"0\">\n");
    for (PeriodReport.Slice slice : report.slices()) {
      long delivered = slice.counts().of("delivered");
      html.append("<tr><td style=\"color:#777\">")
          .append(slice.from())
          .append("</td><td><table cellpadding=\"0\" cellspacing=\"0\"><tr><td width=\"")
          .append(Math.max(1, WIDTH * delivered / most))
          .append("\" height=\"12\" style=\"background:#48a\" bgcolor=\"#4488aa\"></td><td>&nbsp;")
          .append(delivered)
          .append("</td></tr></table></td></tr>\n");
    }
    html.append("</table>\n");
  }

  private static void failures(StringBuilder html, PeriodReport report) {
    if (report.reasons().isEmpty()) {
      return;
    }
    html.append("<h3>Failed</h3>\n<table cellpadding=\"4\">\n");
    for (PeriodReport.Reason each : report.reasons()) {
      html.append("<tr><td>")
          .append(escape(each.kind()))
          .append("</td><td>")
          .append(escape(each.reason()))
          .append("</td><td align=\"right\">")
          .append(each.deliveries())
          .append("</td></tr>\n");
    }
    html.append("</table>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
