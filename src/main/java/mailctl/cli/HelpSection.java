package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.stream.Collectors;

/// A part of a page of help under its heading: lines to be typed, or words each with what they
/// mean.
record HelpSection(String title, List<Line> lines) {
  /// `meaning` is empty for what explains itself.
  record Line(String text, String meaning) {
    Line {
      requireNonNull(text, "text is null");
      requireNonNull(meaning, "meaning is null");
    }
  }

  private static final int INDENT = 2;
  private static final int GUTTER = 2;

  HelpSection {
    requireNonNull(title, "title is null");
    lines = List.copyOf(lines);
  }

  static HelpSection of(String title, List<String> texts) {
    return new HelpSection(title, texts.stream().map(text -> new Line(text, "")).toList());
  }

  /// For a window of that width: what a word means stands beside it, or below it where that leaves
  /// less than half of the window.
  String text(int width) {
    int left = lines.stream().mapToInt(line -> TextWidth.of(line.text())).max().orElse(0);
    int column = INDENT + left + GUTTER;
    boolean below = column > width / 2;
    return title
        + ":\n"
        + lines.stream()
            .map(line -> below ? below(line, width) : beside(line, column, width))
            .collect(Collectors.joining("\n"));
  }

  private static String beside(Line line, int column, int width) {
    if (line.meaning().isEmpty()) {
      return alone(line, width);
    }
    String first = " ".repeat(INDENT) + line.text();
    return first
        + " ".repeat(column - TextWidth.of(first))
        + String.join("\n" + " ".repeat(column), TextWidth.wrap(line.meaning(), width - column));
  }

  private static String below(Line line, int width) {
    if (line.meaning().isEmpty()) {
      return alone(line, width);
    }
    int column = 3 * INDENT;
    return alone(line, width)
        + "\n"
        + " ".repeat(column)
        + String.join("\n" + " ".repeat(column), TextWidth.wrap(line.meaning(), width - column));
  }

  /// What is typed stays on one line, so that it can be copied; its comment goes below it when
  /// there is no room beside it.
  private static String alone(Line line, int width) {
    String indent = " ".repeat(INDENT);
    int comment = line.text().indexOf("  # ");
    if (comment < 0 || INDENT + TextWidth.of(line.text()) <= width) {
      return indent + line.text();
    }
    return indent
        + line.text().substring(0, comment).stripTrailing()
        + "\n"
        + TextWidth.wrapIndented(indent + indent + line.text().substring(comment).strip(), width);
  }
}
