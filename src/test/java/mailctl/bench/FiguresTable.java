package mailctl.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/// Figures for people: an aligned table.
final class FiguresTable {
  private static final List<String> HEADER = List.of("FIGURE", "VALUE", "UNIT", "FLOOR", "RATIO");

  private FiguresTable() {}

  static String of(Figures figures) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(HEADER);
    figures.all().forEach(figure -> rows.add(row(figure)));
    int[] widths = new int[HEADER.size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder table = new StringBuilder();
    rows.forEach(row -> table.append(line(row, widths)).append('\n'));
    return table.toString();
  }

  /// Words to the left, numbers to the right.
  private static String line(List<String> row, int[] widths) {
    return String.format(
            "%-" + widths[0] + "s  %" + widths[1] + "s  %-" + widths[2] + "s  %" + widths[3]
                + "s  %" + widths[4] + "s",
            row.toArray())
        .stripTrailing();
  }

  private static List<String> row(Figure figure) {
    return List.of(
        figure.name(),
        number(figure.value()),
        figure.unit(),
        text(figure.baseline()),
        figure.ratio().isPresent()
            ? String.format(Locale.ROOT, "%.2f", figure.ratio().getAsDouble())
            : "");
  }

  private static String text(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "";
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.2f" : "%,.0f", value);
  }
}
