package mailctl.message;

/// Characters that turn the direction of all text behind them, until something ends that: in a
/// value they would turn what is not theirs. Marks that only say how they themselves run stay.
final class Directions {
  private Directions() {}

  static String without(String value) {
    int i = 0;
    while (i < value.length() && !turns(value.charAt(i))) {
      i++;
    }
    if (i == value.length()) {
      return value;
    }
    StringBuilder kept = new StringBuilder(value.length());
    value.chars().filter(c -> !turns((char) c)).forEach(c -> kept.append((char) c));
    return kept.toString();
  }

  /// Embeddings, overrides and isolates, with their ends.
  private static boolean turns(char c) {
    return (c >= '\u202a' && c <= '\u202e') || (c >= '\u2066' && c <= '\u2069');
  }
}
