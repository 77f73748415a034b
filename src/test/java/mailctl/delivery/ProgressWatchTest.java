package mailctl.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class ProgressWatchTest {
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicReference<RunProgress> database = new AtomicReference<>(RunProgress.NOTHING);
  private final AtomicReference<Dispatched> run = new AtomicReference<>(Dispatched.NOTHING);
  private final AtomicInteger counted = new AtomicInteger();
  private Duration countingTakes = Duration.ZERO;

  private final ProgressWatch watch =
      new ProgressWatch(
          () -> {
            counted.incrementAndGet();
            nanos.addAndGet(countingTakes.toNanos());
            return database.get();
          },
          run::get,
          nanos::get);

  @Test
  void counts_on_with_what_this_process_does() {
    database.set(new RunProgress(100, 1, 0, 80));
    run.set(new Dispatched(5, 0, 0, 0, Optional.empty()));
    assertThat(watch.read()).isEqualTo(new RunProgress(100, 1, 0, 80));

    run.set(new Dispatched(15, 2, 3, 1, Optional.empty()));

    RunProgress now = watch.read();
    assertThat(now).isEqualTo(new RunProgress(99, 3, 3, 64));
    assertThat(now.sent()).isEqualTo(29);
    assertThat(counted).hasValue(1);
  }

  @Test
  void looks_at_the_database_again_after_twenty_times_as_long_as_it_takes() {
    countingTakes = Duration.ofSeconds(1);
    database.set(new RunProgress(100, 0, 0, 80));
    watch.read();

    nanos.addAndGet(Duration.ofSeconds(19).toNanos());
    watch.read();
    assertThat(counted).hasValue(1);

    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    database.set(new RunProgress(100, 0, 0, 40));
    assertThat(watch.read().left()).isEqualTo(40);
  }

  @Test
  void looks_every_time_while_nothing_is_planned() {
    watch.read();
    database.set(new RunProgress(7, 0, 0, 7));

    assertThat(watch.read().total()).isEqualTo(7);
  }
}
