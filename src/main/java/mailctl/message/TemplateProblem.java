package mailctl.message;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Optional;

/// What is wrong with a template, and where; lines and columns count from 1. `part` is there when
/// the template belongs to a message.
public record TemplateProblem(Optional<Part> part, int line, int column, String reason) {
  public TemplateProblem {
    requireNonNull(part, "part is null");
    requireNonNull(reason, "reason is null");
  }

  static TemplateProblem at(String text, int position, String reason) {
    int line = 1;
    int start = 0;
    for (int i = 0; i < position; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    int column = text.codePointCount(start, position) + 1;
    return new TemplateProblem(Optional.empty(), line, column, reason);
  }

  TemplateProblem in(Part owner) {
    return new TemplateProblem(Optional.of(owner), line, column, reason);
  }

  @Override
  public String toString() {
    String where = part.map(it -> it.name().toLowerCase(Locale.ROOT) + " ").orElse("");
    return where + "line " + line + ", column " + column + ": " + reason;
  }
}
