package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Rows for people on a terminal (header in capitals, two spaces between columns, the last column
/// cut to fit, or a line for each cell where that is not enough) and for programs in a pipe
/// (tab-separated, whole, no header).
final class Table {
  private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
  private static final int LEAST_FLEXIBLE = 8;

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();
  private int flexible;

  private Table(List<String> header) {
    this.header = header;
    this.flexible = header.size() - 1;
  }

  static Table of(String... header) {
    return new Table(List.of(header));
  }

  /// Which column is cut when the window is narrow; the last one unless told.
  Table flexible(String column) {
    flexible = header.indexOf(column);
    if (flexible < 0) {
      throw new IllegalArgumentException("no column " + column);
    }
    return this;
  }

  /// One row. Control characters, which could move the cursor or break a column, become spaces.
  Table row(Object... cells) {
    if (cells.length != header.size()) {
      throw new IllegalArgumentException(header.size() + " cells expected, not " + cells.length);
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(plain(cell));
    }
    rows.add(List.copyOf(row));
    return this;
  }

  /// On one line, without control characters.
  static String plain(Object text) {
    return CONTROL.matcher(text.toString()).replaceAll(" ");
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  void print(Terminal terminal) {
    if (!terminal.outIsTerminal()) {
      rows.forEach(row -> terminal.out().println(String.join("\t", row)));
      return;
    }
    int[] widths = widths(terminal.width());
    boolean fits = IntStream.of(widths).sum() + 2 * (widths.length - 1) <= terminal.width();
    terminal.show(fits ? columns(widths, terminal) : stacked(terminal));
  }

  private String columns(int[] widths, Terminal terminal) {
    StringBuilder text = new StringBuilder();
    text.append(Style.BOLD.apply(line(header, widths), terminal.colourOnOut())).append('\n');
    rows.forEach(row -> text.append(line(row, widths)).append('\n'));
    return text.toString();
  }

  /// For windows too narrow for the columns: a line for each cell, a blank one between rows.
  private String stacked(Terminal terminal) {
    StringBuilder text = new StringBuilder();
    int label = header.stream().mapToInt(TextWidth::of).max().orElse(0) + 2;
    for (List<String> row : rows) {
      if (!text.isEmpty()) {
        text.append('\n');
      }
      for (int column = 0; column < row.size(); column++) {
        String name = header.get(column);
        String padded = name + " ".repeat(label - TextWidth.of(name));
        text.append(Style.BOLD.apply(padded, terminal.colourOnOut()))
            .append(TextWidth.hanging(row.get(column), label, terminal.width()))
            .append('\n');
      }
    }
    return text.toString();
  }

  private int[] widths(int total) {
    int[] widths = new int[header.size()];
    int used = 2 * (header.size() - 1);
    for (int column = 0; column < widths.length; column++) {
      widths[column] = TextWidth.of(header.get(column));
      for (List<String> row : rows) {
        widths[column] = Math.max(widths[column], TextWidth.of(row.get(column)));
      }
      used += widths[column];
    }
    int least = Math.max(LEAST_FLEXIBLE, TextWidth.of(header.get(flexible)));
    if (used > total) {
      widths[flexible] = Math.max(least, widths[flexible] - (used - total));
    }
    return widths;
  }

  private static String line(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < widths.length; column++) {
      String cell = TextWidth.cut(cells.get(column), widths[column]);
      line.append(cell);
      if (column < widths.length - 1) {
        line.repeat(' ', widths[column] - TextWidth.of(cell) + 2);
      }
    }
    return line.toString().stripTrailing();
  }
}
