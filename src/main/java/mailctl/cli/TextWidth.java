package mailctl.cli;

import java.util.ArrayList;
import java.util.List;

/// How many columns a text takes on a terminal, nearly: wide letters take two, marks none.
final class TextWidth {
  private TextWidth() {}

  static int of(String text) {
    return text.codePoints().map(TextWidth::of).sum();
  }

  /// The longest beginning that fits, with an ellipsis when something was cut.
  static String cut(String text, int width) {
    if (of(text) <= width) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int used = 1;
    for (int point : text.codePoints().toArray()) {
      used += of(point);
      if (used > width) {
        break;
      }
      kept.appendCodePoint(point);
    }
    return kept.append('…').toString();
  }

  /// In lines that fit, broken between words; a word that is too long has a line of its own.
  static List<String> wrap(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && of(line.toString()) + 1 + of(word) > width) {
        lines.add(line.toString());
        line.setLength(0);
      } else if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// For what begins at `column`: so does each of its next lines.
  static String hanging(String text, int column, int width) {
    return column + of(text) <= width
        ? text
        : String.join("\n" + " ".repeat(column), wrap(text, Math.max(1, width - column)));
  }

  /// What goes to a next line begins below the first one's beginning.
  static String wrapIndented(String line, int width) {
    if (of(line) <= width) {
      return line;
    }
    String indent = line.substring(0, line.length() - line.stripLeading().length());
    return indent
        + String.join("\n" + indent, wrap(line.strip(), Math.max(1, width - indent.length())));
  }

  private static int of(int point) {
    return switch (Character.getType(point)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(point) ? 2 : 1;
    };
  }

  private static boolean isWide(int point) {
    return point >= 0x1100
        && (point <= 0x115f
            || (point >= 0x2e80 && point <= 0xa4cf)
            || (point >= 0xac00 && point <= 0xd7a3)
            || (point >= 0xf900 && point <= 0xfaff)
            || (point >= 0xfe30 && point <= 0xfe6f)
            || (point >= 0xff00 && point <= 0xff60)
            || (point >= 0x1f300 && point <= 0x1faff)
            || (point >= 0x20000 && point <= 0x3fffd));
  }
}
