package mailctl.campaign;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Dates as messages show them and as people write them.
final class Dates {
  private static final DateTimeFormatter FULL =
      DateTimeFormatter.ofPattern("EEEE, MMMM d, uuuu", Locale.US);
  private static final DateTimeFormatter PLAIN =
      DateTimeFormatter.ofPattern("MMMM d, uuuu", Locale.US);
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("MMMM d", Locale.US);
  private static final Pattern AHEAD = Pattern.compile("in (\\d{1,4}) (day|week)s?");

  private Dates() {}

  /// "Saturday, June 15, 2025".
  static String full(LocalDate date) {
    return FULL.format(date);
  }

  static String fullIfDate(String text) {
    try {
      return full(LocalDate.parse(text));
    } catch (DateTimeException e) {
      return text;
    }
  }

  /// "June 15-17, 2025", "June 30, 2025 - July 2, 2025", "June 15, 2025" or "TBD".
  static String range(Optional<LocalDate> start, Optional<LocalDate> end) {
    if (start.isEmpty()) {
      return "TBD";
    }
    LocalDate first = start.get();
    LocalDate last = end.orElse(first);
    if (first.equals(last)) {
      return PLAIN.format(first);
    }
    boolean sameMonth = first.getYear() == last.getYear() && first.getMonth() == last.getMonth();
    return sameMonth
        ? DAY.format(first) + "-" + last.getDayOfMonth() + ", " + last.getYear()
        : PLAIN.format(first) + " - " + PLAIN.format(last);
  }

  /// "2026-12-12", "today", or "in 18 days" and "in 3 weeks", counted from `today`: for samples
  /// that shall not grow old. Empty when it is none of these.
  static Optional<LocalDate> read(String text, LocalDate today) {
    String lower = text.strip().toLowerCase(Locale.ROOT);
    if (lower.equals("today")) {
      return Optional.of(today);
    }
    Matcher ahead = AHEAD.matcher(lower);
    if (ahead.matches()) {
      int count = Integer.parseInt(ahead.group(1));
      return Optional.of(today.plusDays(ahead.group(2).equals("week") ? 7L * count : count));
    }
    try {
      LocalDate date = LocalDate.parse(lower);
      return date.getYear() >= 1900 && date.getYear() <= 2999
          ? Optional.of(date)
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
