package mailctl.campaign;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// The right name that a wrong one was probably meant to be.
final class Nearest {
  private Nearest() {}

  /// `problem`, followed by a suggestion when one is near, else by all that there are.
  static String hint(String problem, String wrong, Collection<String> right) {
    return problem
        + of(wrong, right)
            .map(near -> "; did you mean '" + near + "'?")
            .orElseGet(() -> "; there are " + String.join(", ", right.stream().sorted().toList()));
  }

  static Optional<String> of(String wrong, Collection<String> right) {
    return right.stream()
        .sorted()
        .min(Comparator.comparingInt(each -> distance(wrong, each)))
        .filter(best -> distance(wrong, best) <= Math.max(2, best.length() / 3));
  }

  /// How many letters must be put in, taken out or changed.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
