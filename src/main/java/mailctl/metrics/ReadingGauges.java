package mailctl.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// Gauges that share one reading of the database. They have no value when it cannot be read.
final class ReadingGauges<T> {
  private final CachedReading<T> reading;
  private final Function<T, Instant> at;
  private final MeterRegistry registry;

  /// `at` says at which moment a reading was true.
  ReadingGauges(CachedReading<T> reading, Function<T, Instant> at, MeterRegistry registry) {
    this.reading = requireNonNull(reading, "reading is null");
    this.at = requireNonNull(at, "at is null");
    this.registry = requireNonNull(registry, "registry is null");
  }

  /// `tags` are names and values in turn.
  void gauge(String name, String description, ToDoubleFunction<T> value, String... tags) {
    Gauge.builder(name, reading, it -> known(it, value))
        .description(description)
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  /// In seconds, `otherwise` when there is nothing of that age.
  void age(
      String name, String description, Function<T, Optional<Instant>> since, double otherwise) {
    Gauge.builder(
            name,
            reading,
            it ->
                known(
                    it,
                    state ->
                        since
                            .apply(state)
                            .map(then -> Math.max(0, seconds(then, at.apply(state))))
                            .orElse(otherwise)))
        .description(description)
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toMillis() / 1000.0;
  }

  private static <T> double known(CachedReading<T> reading, ToDoubleFunction<T> value) {
    return reading.get().map(value::applyAsDouble).orElse(Double.NaN);
  }
}
