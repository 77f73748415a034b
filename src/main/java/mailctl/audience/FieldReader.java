package mailctl.audience;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads single values as people write them; the exception's message says what is wrong with one.
final class FieldReader {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);

  private static final Pattern TIME = Pattern.compile("[T ]\\d{1,2}:");

  private FieldReader() {}

  /// `2026-03-31`, alone or before a time of day; empty when `text` is.
  ///
  /// @throws IllegalArgumentException when it is no such date
  static Optional<LocalDate> date(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    boolean hasTime = text.length() > 10 && TIME.matcher(text.substring(10)).lookingAt();
    String day = hasTime ? text.substring(0, 10) : text;
    try {
      return Optional.of(LocalDate.parse(day, DATE));
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a date (write it as 2026-03-31)", e);
    }
  }

  /// @throws IllegalArgumentException when `type` has no such constant
  static <E extends Enum<E>> E constant(Class<E> type, String what, String text) {
    return Words.read(type, text)
        .orElseThrow(
            () -> {
              String all = Words.all(type);
              String hint =
                  Words.nearest(Words.snakeCase(text), List.of(all.split(", ")))
                      .map(near -> " (did you mean '" + near + "'?)")
                      .orElse("");
              return new IllegalArgumentException(
                  "unknown " + what + " '" + text + "'" + hint + "; there are " + all);
            });
  }

  /// @throws IllegalArgumentException when nobody can be mailed there
  static String email(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the email address is missing");
    }
    if (!AddressSyntax.isValid(text)) {
      throw new IllegalArgumentException("'" + text + "' is not an email address");
    }
    return text;
  }
}
