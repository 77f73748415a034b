package mailctl.sandbox;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How fast posts go out: so many posts a second, or so many events.
public record PostingRate(double perSecond, boolean ofEvents) {
  private static final Pattern TEXT =
      Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)\\s*(post|posts|event|events)?\\s*(?:/s)?");

  public PostingRate {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("a rate is more than 0");
    }
  }

  /// From `50/s`, which are posts, or `5000 events/s`.
  ///
  /// @throws IllegalArgumentException when it is neither
  public static PostingRate parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a rate like 50/s (posts) or '5000 events/s'");
    }
    String unit = matcher.group(2);
    return new PostingRate(
        Double.parseDouble(matcher.group(1)), unit != null && unit.startsWith("event"));
  }

  /// How long the next post waits after this one began.
  long nanosAfter(OutgoingPost post) {
    return (long) (1e9 * (ofEvents ? post.events() : 1) / perSecond);
  }
}
