package mailctl.report;

import java.util.List;

/// A small chart of bars as SVG, which needs nothing from elsewhere. Who does not see it hears its
/// title and its description; the numbers belong into a table beside it.
final class BarChart {
  private static final int WIDTH = 600;
  private static final int HEIGHT = 110;
  private static final int BOTTOM = 90;
  private static final int TOP = 14;

  /// One bar: `bad` stands on top of `good`.
  record Bar(String label, long good, long bad) {}

  private BarChart() {}

  /// `id` tells it from others of the page.
  static String svg(String id, String title, String description, List<Bar> bars) {
    long most = Math.max(1, bars.stream().mapToLong(bar -> bar.good() + bar.bad()).max().orElse(0));
    StringBuilder svg = new StringBuilder();
    svg.append("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 ")
        .append(WIDTH + " " + HEIGHT)
        .append("\" width=\"100%\" style=\"max-width:600px\" role=\"img\" aria-labelledby=\"")
        .append(id + "-title " + id + "-description\">\n<title id=\"" + id + "-title\">")
        .append(Html.escape(title))
        .append("</title>\n<desc id=\"" + id + "-description\">")
        .append(Html.escape(description))
        .append("</desc>\n");
    double step = (double) WIDTH / Math.max(1, bars.size());
    for (int i = 0; i < bars.size(); i++) {
      bar(svg, bars.get(i), i * step, step, most);
    }
    text(svg, 0, TOP - 4, "start", "most: " + Words.number(most));
    if (!bars.isEmpty()) {
      text(svg, 0, HEIGHT - 6, "start", bars.getFirst().label());
      text(svg, WIDTH, HEIGHT - 6, "end", bars.getLast().label());
    }
    return svg.append("</svg>\n").toString();
  }

  private static void bar(StringBuilder svg, Bar bar, double x, double step, long most) {
    double good = height(bar.good(), most);
    double bad = height(bar.bad(), most);
    svg.append("<g><title>")
        .append(
            Html.escape(
                "%s: %s delivered, %s not"
                    .formatted(bar.label(), Words.number(bar.good()), Words.number(bar.bad()))))
        .append("</title>");
    rectangle(svg, x + 1, BOTTOM - good, step - 2, good, "#2f6f9f");
    rectangle(svg, x + 1, BOTTOM - good - bad, step - 2, bad, "#b5351c");
    svg.append("</g>\n");
  }

  private static double height(long value, long most) {
    return (double) (BOTTOM - TOP) * value / most;
  }

  private static void rectangle(
      StringBuilder svg, double x, double y, double width, double height, String colour) {
    if (height > 0) {
      svg.append(
          String.format(
              java.util.Locale.ROOT,
              "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>",
              x,
              y,
              Math.max(1, width),
              height,
              colour));
    }
  }

  private static void text(StringBuilder svg, int x, int y, String anchor, String text) {
    svg.append(
            "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"11\" fill=\"currentColor\">"
                .formatted(x, y, anchor))
        .append(Html.escape(text))
        .append("</text>\n");
  }
}
