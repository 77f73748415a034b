package mailctl.message;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// How a date is written where a template asks for it: `{{event_date|format:MMM d}}`. A name, or a
/// pattern of Java's `DateTimeFormatter` without times.
public record DateStyle(String text) {
  private static final Map<String, String> NAMED =
      Map.of(
          "long", "EEEE, MMMM d, uuuu",
          "medium", "MMMM d, uuuu",
          "short", "M/d/uuuu",
          "iso", "uuuu-MM-dd",
          "weekday", "EEEE",
          "day", "MMMM d");

  private static final LocalDate SAMPLE = LocalDate.of(2025, 6, 15);

  /// What values come as: as every date in a message is written, or as attributes hold one.
  private static final List<DateTimeFormatter> READ =
      List.of(formatter("EEEE, MMMM d, uuuu"), formatter("uuuu-MM-dd"));

  private static final Set<String> DATES =
      Set.of(
          "event_date",
          "event_end_date",
          "application_deadline",
          "payment_due_date",
          "application_date",
          "install_date");

  public DateStyle {
    requireNonNull(text, "text is null");
  }

  /// Why it cannot stand with that variable; empty when it can.
  Optional<String> objection(String variable) {
    if (!DATES.contains(variable) && !variable.startsWith("attributes.")) {
      return Optional.of("'" + variable + "' is no date: it cannot have a format");
    }
    try {
      return formatter().format(SAMPLE).isBlank()
          ? Optional.of("the date format is empty")
          : Optional.empty();
    } catch (IllegalArgumentException | DateTimeException _) {
      return Optional.of(
          "'"
              + text
              + "' is no date format: use long, medium, short, iso, weekday, day or a pattern such"
              + " as 'MMM d, uuuu'");
    }
  }

  /// What is no date stays as it is.
  String write(String value) {
    for (DateTimeFormatter read : READ) {
      try {
        return formatter().format(LocalDate.parse(value.strip(), read));
      } catch (DateTimeException _) {
        // Perhaps it is written in the other way.
      }
    }
    return value;
  }

  private DateTimeFormatter formatter() {
    return formatter(NAMED.getOrDefault(text.strip(), text.strip()));
  }

  private static DateTimeFormatter formatter(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.US);
  }
}
