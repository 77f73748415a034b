package mailctl.audience;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mailctl.database.SqlEnum;

/// Between the constants of closed sets and the words that people and tables use for them.
final class Words {
  private static final int LONGEST = 60;
  private static final Pattern HUMP = Pattern.compile("(\\p{Ll}|\\d)(\\p{Lu})");
  private static final Pattern NEITHER = Pattern.compile("[^\\p{L}\\p{Nd}]+");
  private static final Pattern EDGES = Pattern.compile("^_+|_+$");

  private Words() {}

  static String word(Enum<?> constant) {
    return SqlEnum.word(constant);
  }

  static <E extends Enum<E>> E constant(Class<E> type, String word) {
    return SqlEnum.of(type, word);
  }

  /// As a person writes it: any case; spaces and dashes do for underscores.
  static <E extends Enum<E>> Optional<E> read(Class<E> type, String text) {
    // Most come as they should be, a hundred thousand in a row.
    return same(type, text).or(() -> same(type, snakeCase(text)));
  }

  private static <E extends Enum<E>> Optional<E> same(Class<E> type, String text) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text)) {
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
    String parted = HUMP.matcher(text.strip()).replaceAll("$1_$2");
    String joined = NEITHER.matcher(parted).replaceAll("_");
    return EDGES.matcher(joined).replaceAll("").toLowerCase(Locale.ROOT);
  }

  /// The one of `candidates` that `text` was probably meant to be; empty when none is close.
  static Optional<String> nearest(String text, Collection<String> candidates) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
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

  /// Insertions, deletions, replacements and swaps of neighbours between the two.
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int replaced = d[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        d[i][j] = Math.min(replaced, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
