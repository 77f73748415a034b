package mailctl.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import mailctl.inspect.RadarState;

/// The radar as gauges. When the database does not answer they have no value, and
/// `mailctl_database_up` is 0; ages have none either when there is nothing of that age.
public final class RadarMeters {
  private final CachedReading<RadarState> reading;

  public RadarMeters(CachedReading<RadarState> reading) {
    this.reading = requireNonNull(reading, "reading is null");
  }

  public void bindTo(MeterRegistry registry) {
    Gauge.builder("mailctl.database.up", reading, it -> it.get().isPresent() ? 1 : 0)
        .description("whether the database could be read for these figures")
        .strongReference(true)
        .register(registry);
    ReadingGauges<RadarState> gauges = new ReadingGauges<>(reading, RadarState::at, registry);
    owed(gauges, "processed", "any", state -> state.debt().processed());
    owed(gauges, "processed", "late", state -> state.debt().processedLate());
    owed(gauges, "final", "any", state -> state.debt().fin());
    owed(gauges, "final", "late", state -> state.debt().finalLate());
    gauges.age(
        "mailctl.owed.oldest.age",
        "age of the oldest accepted message that owes an event",
        state -> state.debt().oldest(),
        Double.NaN);
    gauges.gauge(
        "mailctl.inbox.waiting",
        "webhook posts received and not yet processed",
        state -> state.inbox().waiting());
    gauges.age(
        "mailctl.inbox.oldest.age",
        "age of the oldest of them",
        state -> state.inbox().oldestWaiting(),
        Double.NaN);
    gauges.gauge("mailctl.parked.posts", "posts set aside", state -> state.inbox().parkedPosts());
    gauges.gauge(
        "mailctl.parked.events", "events set aside", state -> state.inbox().parkedEvents());
    gauges.age(
        "mailctl.webhook.last.post.age",
        "age of the last post that was taken",
        RadarState::lastPost,
        Double.NaN);
  }

  private static void owed(
      ReadingGauges<RadarState> gauges,
      String event,
      String age,
      ToDoubleFunction<RadarState> value) {
    gauges.gauge(
        "mailctl.owed", "accepted messages that owe an event", value, "event", event, "age", age);
  }
}
