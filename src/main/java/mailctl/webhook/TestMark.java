package mailctl.webhook;

import java.util.Optional;
import java.util.regex.Pattern;

/// Tells the post that somebody asked the provider for, to test the way, from all others: a word of
/// theirs in the query of the address, which the post brings along. It is no secret and lets nobody
/// in.
public final class TestMark {
  public static final String PARAMETER = "mailctl-test";

  /// The header under which the post keeps it.
  public static final String HEADER = "X-Mailctl-Test";

  private static final Pattern WORD = Pattern.compile("[0-9a-f]{16}");

  private TestMark() {}

  /// The address with the mark.
  public static String on(String url, String word) {
    return url + (url.contains("?") ? "&" : "?") + PARAMETER + "=" + word;
  }

  /// The mark, if it is one.
  public static Optional<String> of(String parameter) {
    return WORD.matcher(parameter).matches() ? Optional.of(parameter) : Optional.empty();
  }
}
