package mailctl.sandbox;

import java.util.EnumMap;
import java.util.Map;

/// How many of a hundred messages to addresses without a keyword meet which fate; the rest is
/// delivered.
public record Rates(Map<Behaviour, Integer> percent) {
  public static final Rates ALL_DELIVERED = new Rates(Map.of());

  public Rates {
    percent = Map.copyOf(percent);
    if (percent.values().stream().anyMatch(each -> each < 0)
        || percent.values().stream().mapToInt(Integer::intValue).sum() > 100) {
      throw new IllegalArgumentException("rates are percentages that add up to at most 100");
    }
  }

  /// From `hard-bounce=2,blocked=5`; empty text is no rate at all.
  ///
  /// @throws IllegalArgumentException saying which part is wrong
  public static Rates parse(String text) {
    Map<Behaviour, Integer> percent = new EnumMap<>(Behaviour.class);
    for (String part : text.split(",")) {
      if (part.isBlank()) {
        continue;
      }
      String[] pair = part.strip().split("=", 2);
      Behaviour behaviour =
          Behaviour.ofKeyword(pair[0].strip())
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no behaviour is called "
                              + pair[0].strip()
                              + "; there are "
                              + Behaviour.keywords()));
      if (pair.length < 2 || !pair[1].strip().matches("\\d{1,3}")) {
        throw new IllegalArgumentException("not a percentage: " + part.strip());
      }
      percent.merge(behaviour, Integer.valueOf(pair[1].strip()), Integer::sum);
    }
    return new Rates(percent);
  }

  /// The fate of whoever drew `number`, 0 to 99.
  Behaviour at(int number) {
    int reached = 0;
    for (Behaviour behaviour : Behaviour.values()) {
      reached += percent.getOrDefault(behaviour, 0);
      if (number < reached) {
        return behaviour;
      }
    }
    return Behaviour.DELIVERED;
  }
}
