package mailctl.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import mailctl.inspect.RadarState;

/// The radar as gauges. When the database does not answer they have no value, and
/// `mailctl_database_up` is 0.
public final class RadarMeters {
  private final CachedReading<RadarState> reading;

  public RadarMeters(CachedReading<RadarState> reading) {
    this.reading = reading;
  }

  public void bindTo(MeterRegistry registry) {
    Gauge.builder("mailctl.database.up", reading, it -> it.get().isPresent() ? 1 : 0)
        .description("whether the database could be read for these figures")
        .strongReference(true)
        .register(registry);
    owed(registry, "processed", "any", state -> state.debt().processed());
    owed(registry, "processed", "late", state -> state.debt().processedLate());
    owed(registry, "final", "any", state -> state.debt().fin());
    owed(registry, "final", "late", state -> state.debt().finalLate());
    age(
        registry,
        "mailctl.owed.oldest.age",
        "oldest accepted message that owes an event",
        state -> state.debt().oldest());
    gauge(
        registry,
        "mailctl.inbox.waiting",
        "webhook posts received and not yet processed",
        state -> state.inbox().waiting());
    age(
        registry,
        "mailctl.inbox.oldest.age",
        "oldest of them",
        state -> state.inbox().oldestWaiting());
    gauge(
        registry, "mailctl.parked.posts", "posts set aside", state -> state.inbox().parkedPosts());
    gauge(
        registry,
        "mailctl.parked.events",
        "events set aside",
        state -> state.inbox().parkedEvents());
    age(
        registry,
        "mailctl.webhook.last.post.age",
        "last post that was taken",
        RadarState::lastPost);
  }

  private void owed(
      MeterRegistry registry, String event, String age, ToDoubleFunction<RadarState> value) {
    Gauge.builder("mailctl.owed", reading, it -> known(it, value))
        .description("accepted messages that owe an event")
        .tag("event", event)
        .tag("age", age)
        .strongReference(true)
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String description, ToDoubleFunction<RadarState> value) {
    Gauge.builder(name, reading, it -> known(it, value))
        .description(description)
        .strongReference(true)
        .register(registry);
  }

  /// Without a value when there is no such thing.
  private void age(
      MeterRegistry registry,
      String name,
      String description,
      java.util.function.Function<RadarState, Optional<Instant>> since) {
    Gauge.builder(
            name,
            reading,
            it ->
                known(
                    it,
                    state ->
                        since
                            .apply(state)
                            .map(time -> Duration.between(time, state.at()).toMillis() / 1000.0)
                            .orElse(Double.NaN)))
        .description("age of the " + description)
        .baseUnit("seconds")
        .strongReference(true)
        .register(registry);
  }

  private static double known(
      CachedReading<RadarState> reading, ToDoubleFunction<RadarState> value) {
    return reading.get().map(value::applyAsDouble).orElse(Double.NaN);
  }
}
