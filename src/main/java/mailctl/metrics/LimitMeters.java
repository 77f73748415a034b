package mailctl.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import mailctl.inspect.ProviderLimits;

/// What keeps all processes together from sending faster, as gauges. They have no value when the
/// database does not answer; those of the budget also when there is none.
public final class LimitMeters {
  private final CachedReading<ProviderLimits> reading;

  public LimitMeters(CachedReading<ProviderLimits> reading) {
    this.reading = reading;
  }

  public void bindTo(MeterRegistry registry) {
    gauge(
        registry,
        "mailctl.budget.limit",
        "recipients that all processes together may send to in a second",
        limits -> limits.all().map(ProviderLimits.Budget::perSecond).orElse(-1));
    gauge(
        registry,
        "mailctl.budget.granted",
        "recipients granted in the last minute",
        limits -> limits.all().map(ProviderLimits.Budget::lastMinute).orElse(-1L));
    gauge(
        registry,
        "mailctl.provider.paused.seconds",
        "how long nobody calls because SendGrid asked for patience",
        limits ->
            limits
                .pausedUntil()
                .map(until -> Duration.between(limits.at(), until).toMillis() / 1000.0)
                .orElse(0.0));
    gauge(
        registry,
        "mailctl.breaker.state",
        "circuit breaker: 0 closed, 1 half open, 2 open",
        limits -> limits.breaker().ordinal());
    gauge(registry, "mailctl.breaker.faults", "failed calls in a row", ProviderLimits::faults);
  }

  private void gauge(
      MeterRegistry registry,
      String name,
      String description,
      ToDoubleFunction<ProviderLimits> value) {
    Gauge.builder(name, reading, it -> known(it, value))
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  /// A budget that is not there counts as unknown.
  private static double known(
      CachedReading<ProviderLimits> reading, ToDoubleFunction<ProviderLimits> value) {
    double known = reading.get().map(value::applyAsDouble).orElse(Double.NaN);
    return known < 0 ? Double.NaN : known;
  }
}
