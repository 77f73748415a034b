package mailctl.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import mailctl.inspect.Debt;
import mailctl.inspect.InboxState;
import mailctl.inspect.RadarState;
import mailctl.webhook.Receipt;
import org.junit.jupiter.api.Test;

final class MetricsTest {
  private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicLong nanos = new AtomicLong();

  @Test
  void the_radar_is_readable_by_prometheus() {
    Metrics metrics = metrics(() -> state());
    new PostMeters(metrics.registry()).answered(new Receipt.TooLarge(8));

    String text = metrics.scrape();

    assertThat(text.lines())
        .contains(
            "mailctl_owed{age=\"any\",event=\"processed\"} 7.0",
            "mailctl_owed{age=\"late\",event=\"processed\"} 5.0",
            "mailctl_owed{age=\"any\",event=\"final\"} 9.0",
            "mailctl_owed{age=\"late\",event=\"final\"} 2.0",
            "mailctl_owed_oldest_age_seconds 3600.0",
            "mailctl_inbox_waiting 3.0",
            "mailctl_inbox_oldest_age_seconds 60.0",
            "mailctl_parked_posts 1.0",
            "mailctl_parked_events 4.0",
            "mailctl_webhook_last_post_age_seconds 1.5",
            "mailctl_webhook_posts_total{answer=\"413\"} 1.0",
            "mailctl_webhook_posts_total{answer=\"204\"} 0.0",
            "mailctl_database_up 1.0");
    assertThat(reads.get()).isEqualTo(1);
  }

  @Test
  void readings_are_shared_while_they_are_fresh() {
    Metrics metrics = metrics(() -> state());
    metrics.scrape();
    nanos.addAndGet(FRESH.toNanos() - 1);
    metrics.scrape();
    assertThat(reads.get()).isEqualTo(1);

    nanos.addAndGet(1);
    metrics.scrape();
    assertThat(reads.get()).isEqualTo(2);
  }

  @Test
  void without_the_database_a_scrape_answers_and_makes_nothing_up() {
    Metrics metrics =
        metrics(
            () -> {
              throw new IllegalStateException("away");
            });

    assertThat(metrics.scrape().lines())
        .contains("mailctl_database_up 0.0", "mailctl_inbox_waiting NaN");
  }

  @Test
  void nobody_waits_for_a_database_that_hangs() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    CachedReading<String> reading =
        new CachedReading<>(
            () -> {
              reads.incrementAndGet();
              begun.countDown();
              try {
                end.await();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
              return "late";
            },
            FRESH,
            Duration.ofMillis(1),
            nanos::get);

    assertThat(reading.get()).isEmpty();
    assertThat(reading.get()).isEmpty();
    // However long it hangs, it is one query that hangs.
    nanos.addAndGet(FRESH.toNanos() * 3);
    assertThat(reading.get()).isEmpty();
    assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(reads.get()).isEqualTo(1);
    end.countDown();
  }

  private Metrics metrics(Supplier<RadarState> source) {
    Metrics metrics = new Metrics();
    new RadarMeters(
            new CachedReading<>(
                () -> {
                  reads.incrementAndGet();
                  return source.get();
                },
                FRESH,
                PATIENCE,
                nanos::get))
        .bindTo(metrics.registry());
    return metrics;
  }

  private static RadarState state() {
    return new RadarState(
        NOW,
        new Debt(7, 5, 9, 2, Optional.of(NOW.minusSeconds(3600))),
        new InboxState(3, Optional.of(NOW.minusSeconds(60)), 1, 4),
        Optional.of(NOW.minusMillis(1500)),
        0,
        List.of());
  }
}
