package mailctl.audience;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Between the constants of closed sets and the words that people and tables use for them.
final class Words {
  private Words() {}

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }

  /// As a person writes it: any case; spaces and dashes do for underscores.
  static <E extends Enum<E>> Optional<E> read(Class<E> type, String text) {
    String wanted = snakeCase(text);
    for (E constant : type.getEnumConstants()) {
      if (word(constant).equals(wanted)) {
        return Optional.of(constant);
      }
    }
    return Optional.empty();
  }

  static <E extends Enum<E>> String all(Class<E> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(Words::word)
        .collect(Collectors.joining(", "));
  }

  /// "Booth Size", "boothSize" and "booth-size" are all `booth_size`.
  static String snakeCase(String text) {
    return text.strip()
        .replaceAll("(\\p{Ll}|\\d)(\\p{Lu})", "$1_$2")
        .replaceAll("[^\\p{L}\\p{Nd}]+", "_")
        .replaceAll("^_+|_+$", "")
        .toLowerCase(Locale.ROOT);
  }

  /// The one of `candidates` that `text` was probably meant to be; empty when none is close.
  static Optional<String> nearest(String text, Collection<String> candidates) {
    String best = "";
    int least = Math.max(2, text.length() / 3) + 1;
    for (String candidate : candidates) {
      int distance = distance(text, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(best);
  }

  /// Insertions, deletions and replacements between the two.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
