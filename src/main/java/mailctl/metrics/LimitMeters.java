package mailctl.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.ToDoubleFunction;
import mailctl.inspect.ProviderLimits;

/// What keeps all processes together from sending faster, as gauges. They have no value when the
/// database does not answer; those of the budget also when there is none.
public final class LimitMeters {
  private final CachedReading<ProviderLimits> reading;

  public LimitMeters(CachedReading<ProviderLimits> reading) {
    this.reading = requireNonNull(reading, "reading is null");
  }

  public void bindTo(MeterRegistry registry) {
    ReadingGauges<ProviderLimits> gauges =
        new ReadingGauges<>(reading, ProviderLimits::at, registry);
    gauges.gauge(
        "mailctl.budget.limit",
        "recipients that all processes together may send to in a second",
        ofBudget(ProviderLimits.Budget::perSecond));
    gauges.gauge(
        "mailctl.budget.granted",
        "recipients granted in the last minute",
        ofBudget(ProviderLimits.Budget::lastMinute));
    gauges.gauge(
        "mailctl.provider.paused.seconds",
        "how long nobody calls because SendGrid asked for patience",
        limits ->
            limits
                .pausedUntil()
                .map(until -> Math.max(0, Duration.between(limits.at(), until).toMillis() / 1000.0))
                .orElse(0.0));
    gauges.gauge(
        "mailctl.breaker.state",
        "circuit breaker: 0 closed, 1 half open, 2 open",
        limits -> limits.breaker().ordinal());
    gauges.gauge("mailctl.breaker.faults", "failed calls in a row", ProviderLimits::faults);
  }

  private static ToDoubleFunction<ProviderLimits> ofBudget(
      ToDoubleFunction<ProviderLimits.Budget> value) {
    return limits -> limits.all().map(value::applyAsDouble).orElse(Double.NaN);
  }
}
