package mailctl.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import mailctl.inspect.QueueState;

/// What waits to be sent, as gauges, for all processes together. Without a value when the database
/// does not answer; ages are 0 when nothing waits.
public final class QueueMeters {
  private final CachedReading<QueueState> reading;

  public QueueMeters(CachedReading<QueueState> reading) {
    this.reading = requireNonNull(reading, "reading is null");
  }

  public void bindTo(MeterRegistry registry) {
    ReadingGauges<QueueState> gauges = new ReadingGauges<>(reading, QueueState::at, registry);
    gauges.gauge("mailctl.queue.due", "deliveries that may be sent now", QueueState::due);
    gauges.gauge(
        "mailctl.queue.later", "deliveries whose time comes, retries above all", QueueState::later);
    gauges.age(
        "mailctl.queue.oldest.age",
        "how long the oldest of those due has waited",
        QueueState::oldestDue,
        0);
    for (String status : List.of("scheduled", "sending", "paused", "held")) {
      gauges.gauge(
          "mailctl.emails",
          "scheduled emails that are not over, by status",
          state -> state.emailsByStatus().getOrDefault(status, 0L),
          "status",
          status);
    }
    gauges.age(
        "mailctl.emails.overdue.age",
        "how long the oldest email has been due and not begun",
        QueueState::oldestEmail,
        0);
    gauges.gauge(
        "mailctl.doubts",
        "requests of which nobody knows whether they were taken",
        QueueState::doubts);
    gauges.age(
        "mailctl.doubts.oldest.age",
        "how long the oldest of them has been in doubt",
        QueueState::oldestDoubt,
        0);
    gauges.gauge(
        "mailctl.send.in.flight", "requests that are claimed or being made", QueueState::inFlight);
  }
}
