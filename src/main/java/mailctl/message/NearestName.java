package mailctl.message;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/// The name that somebody probably meant.
final class NearestName {
  private static final int LONGEST = 60;

  private NearestName() {}

  /// `firstName` as `first_name`.
  static String snakeCase(String name) {
    return name.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
        .replaceAll("[\\s-]+", "_")
        .toLowerCase(Locale.ROOT);
  }

  /// Empty when none is close.
  static Optional<String> to(String name, Collection<String> candidates) {
    String wanted = snakeCase(name);
    if (wanted.length() > LONGEST) {
      return Optional.empty();
    }
    SortedSet<String> names = new TreeSet<>(candidates);
    VariableCatalog.oldNames().entrySet().stream()
        .filter(each -> candidates.contains(each.getValue()))
        .forEach(each -> names.add(each.getKey()));
    String best = "";
    int least = Math.max(2, wanted.length() / 3) + 1;
    for (String candidate : names) {
      int distance = distance(wanted, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best.isEmpty() ? Optional.empty() : Optional.of(VariableCatalog.currentName(best));
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
