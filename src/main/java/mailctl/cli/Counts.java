package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A list of counts in words: `sent 118, skipped 4, in doubt 1`; zeros are left out.
final class Counts {
  private final List<String> parts = new ArrayList<>();

  Counts add(String label, long count) {
    return add(label, count, "");
  }

  /// With something in brackets behind it.
  Counts add(String label, long count, String detail) {
    if (count > 0) {
      parts.add(label + " " + number(count) + (detail.isEmpty() ? "" : " (" + detail + ")"));
    }
    return this;
  }

  boolean isEmpty() {
    return parts.isEmpty();
  }

  static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  /// "1 recipient", "1,200 recipients", "3 deliveries".
  static String of(long count, String thing) {
    String things = thing.endsWith("y") ? thing.replaceAll("y$", "ies") : thing + "s";
    return number(count) + " " + (count == 1 ? thing : things);
  }

  /// A constant or word of a closed set, for people.
  static String words(Object word) {
    return word.toString().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  @Override
  public String toString() {
    return String.join(", ", parts);
  }
}
