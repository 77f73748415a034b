package mailctl.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import mailctl.inspect.QueueState;

/// What waits to be sent, as gauges, for all processes together. Without a value when the database
/// does not answer; ages are 0 when nothing waits.
public final class QueueMeters {
  private final CachedReading<QueueState> reading;

  public QueueMeters(CachedReading<QueueState> reading) {
    this.reading = requireNonNull(reading, "reading is null");
  }

  public void bindTo(MeterRegistry registry) {
    gauge(registry, "mailctl.queue.due", "deliveries that may be sent now", QueueState::due);
    gauge(
        registry,
        "mailctl.queue.later",
        "deliveries whose time comes, retries above all",
        QueueState::later);
    age(
        registry,
        "mailctl.queue.oldest.age",
        "how long the oldest of those due has waited",
        QueueState::oldestDue);
    for (String status : List.of("scheduled", "sending", "paused", "held")) {
      Gauge.builder(
              "mailctl.emails",
              reading,
              it -> known(it, q -> q.emailsByStatus().getOrDefault(status, 0L)))
          .description("scheduled emails that are not over, by status")
          .tag("status", status)
          .strongReference(true)
          .register(registry);
    }
    age(
        registry,
        "mailctl.emails.overdue.age",
        "how long the oldest email has been due and not begun",
        QueueState::oldestEmail);
    gauge(
        registry,
        "mailctl.doubts",
        "requests of which nobody knows whether they were taken",
        QueueState::doubts);
    age(
        registry,
        "mailctl.doubts.oldest.age",
        "how long the oldest of them has been in doubt",
        QueueState::oldestDoubt);
    gauge(
        registry,
        "mailctl.send.in.flight",
        "requests that are claimed or being made",
        QueueState::inFlight);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<QueueState> value) {
    Gauge.builder(name, reading, it -> known(it, value))
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  private void age(
      MeterRegistry registry,
      String name,
      String description,
      Function<QueueState, Optional<Instant>> since) {
    Gauge.builder(
            name,
            reading,
            it ->
                known(
                    it,
                    state ->
                        since
                            .apply(state)
                            .map(
                                then ->
                                    Math.max(0, Duration.between(then, state.at()).toMillis())
                                        / 1000.0)
                            .orElse(0.0)))
        .description(description)
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  private static double known(
      CachedReading<QueueState> reading, ToDoubleFunction<QueueState> value) {
    return reading.get().map(value::applyAsDouble).orElse(Double.NaN);
  }
}
