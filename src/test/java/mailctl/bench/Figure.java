package mailctl.bench;

import static java.util.Objects.requireNonNull;

import java.util.OptionalDouble;

/// One measured number, and the floor that it stands beside when there is one. `name` is made of
/// words in lower case, parted by dots and underscores.
///
/// ```java
/// Figure.of("accept.100_events.posts", 1_500, "1/s").beside(3_000); // ratio 0.5
/// ```
public record Figure(String name, double value, String unit, OptionalDouble baseline) {
  public Figure {
    if (!name.matches("[a-z0-9_]+(\\.[a-z0-9_]+)*")) {
      throw new IllegalArgumentException("not a figure's name: " + name);
    }
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is " + value);
    }
    requireNonNull(unit, "unit is null");
    requireNonNull(baseline, "baseline is null");
  }

  public static Figure of(String name, double value, String unit) {
    return new Figure(name, value, unit, OptionalDouble.empty());
  }

  /// With the same thing measured on the floor, in the same unit.
  public Figure beside(double floor) {
    return new Figure(name, value, unit, OptionalDouble.of(floor));
  }

  /// Value to baseline; empty without a baseline, or when that is zero.
  public OptionalDouble ratio() {
    return baseline.isPresent() && baseline.getAsDouble() != 0
        ? OptionalDouble.of(value / baseline.getAsDouble())
        : OptionalDouble.empty();
  }
}
