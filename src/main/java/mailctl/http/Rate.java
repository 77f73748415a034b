package mailctl.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How often somebody may do something: so many in a time. For a moment it may be as much as ten
/// seconds' worth at once, and ten at least.
public record Rate(int count, int seconds) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,7})/(s|m|h)");

  public Rate {
    if (count < 1 || seconds < 1) {
      throw new IllegalArgumentException("a rate is positive");
    }
  }

  /// "20/s", "600/m"; "off" is none.
  ///
  /// @throws IllegalArgumentException with words for a person
  public static Optional<Rate> parse(String text) {
    if (text.isEmpty() || text.equals("off")) {
      return Optional.empty();
    }
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
      throw new IllegalArgumentException("is not a rate such as 20/s or 600/m, or off");
    }
    int seconds =
        switch (matcher.group(2)) {
          case "s" -> 1;
          case "m" -> 60;
          default -> 3600;
        };
    return Optional.of(new Rate(Integer.parseInt(matcher.group(1)), seconds));
  }

  double perNano() {
    return count / (seconds * 1e9);
  }

  double burst() {
    return Math.max(10, 10.0 * count / seconds);
  }
}
