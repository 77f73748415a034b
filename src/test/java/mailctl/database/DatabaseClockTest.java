package mailctl.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DatabaseClockTest {
  private static final Instant NOON = Instant.parse("2031-05-01T12:00:00Z");

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final SettableClock server = new SettableClock(NOON);
  private final AtomicInteger readings = new AtomicInteger();
  private final AtomicLong ticks = new AtomicLong(-5);

  @Test
  void it_tells_the_servers_time_and_counts_on_with_ticks() {
    DatabaseClock clock = clock();

    tick(Duration.ofSeconds(9));

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(9));
    assertThat(readings).hasValue(1);
  }

  @Test
  void after_ten_seconds_it_asks_the_server_again() {
    DatabaseClock clock = clock();

    tick(Duration.ofSeconds(11));
    server.set(NOON.plusSeconds(30));

    assertThat(clock.instant()).isEqualTo(NOON.plusSeconds(30));
    assertThat(readings).hasValue(2);
  }

  @Test
  void it_reads_the_clock_of_the_database() {
    Instant before = db.database().transaction(ClockStore::serverTime);
    Instant told = new DatabaseClock(db.database()).instant();

    assertThat(told).isBetween(before, before.plusSeconds(60));
  }

  @Test
  void a_database_that_is_away_is_noticed_at_once() {
    assertThatThrownBy(() -> new DatabaseClock(Unreachable.database()))
        .isInstanceOf(DatabaseUnavailableException.class);
  }

  private DatabaseClock clock() {
    return new DatabaseClock(
        () -> {
          readings.incrementAndGet();
          return server.instant();
        },
        ticks::get,
        Runnable::run);
  }

  private void tick(Duration step) {
    ticks.addAndGet(step.toNanos());
  }
}
