package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// How many of a hundred requests meet which fault, and how long every answer takes.
public record Faults(Map<Fault, Integer> percent, Duration latency) {
  public static final Faults NONE = new Faults(Map.of(), Duration.ZERO);

  public Faults {
    percent = Map.copyOf(percent);
    requireNonNull(latency, "latency is null");
    if (percent.values().stream().anyMatch(each -> each < 0)
        || percent.values().stream().mapToInt(Integer::intValue).sum() > 100) {
      throw new IllegalArgumentException("faults are percentages that add up to at most 100");
    }
    if (latency.isNegative()) {
      throw new IllegalArgumentException("latency is not negative");
    }
  }

  /// From `lost-response=2,too-many=1`; empty text is no fault at all.
  ///
  /// @throws IllegalArgumentException saying which part is wrong
  public static Faults parse(String text) {
    Map<Fault, Integer> percent = new EnumMap<>(Fault.class);
    for (String part : text.split(",")) {
      if (part.isBlank()) {
        continue;
      }
      String[] pair = part.strip().split("=", 2);
      String keyword = pair[0].strip();
      Fault fault =
          Fault.ofKeyword(keyword)
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "no fault is called " + keyword + "; there are " + Fault.keywords()));
      if (pair.length < 2 || !pair[1].strip().matches("\\d{1,3}")) {
        throw new IllegalArgumentException("not a percentage: " + part.strip());
      }
      percent.merge(fault, Integer.valueOf(pair[1].strip()), Integer::sum);
    }
    return new Faults(percent, Duration.ZERO);
  }

  public Faults withLatency(Duration other) {
    return new Faults(percent, other);
  }

  /// What meets the request that drew `number`, 0 to 99.
  Optional<Fault> at(int number) {
    int reached = 0;
    for (Fault fault : Fault.values()) {
      reached += percent.getOrDefault(fault, 0);
      if (number < reached) {
        return Optional.of(fault);
      }
    }
    return Optional.empty();
  }
}
