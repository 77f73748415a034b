package mailctl.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import mailctl.support.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PollLoopTest {
  private static final Schedule HOURLY = Schedule.every(Duration.ofHours(1));
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final Semaphore passes = new Semaphore(0);
  private final AtomicInteger left = new AtomicInteger();
  private PollLoop loop = loop(this::pass, HOURLY);

  @AfterEach
  void end() throws Exception {
    loop.drain();
    loop.interrupt();
    assertThat(loop.awaitEnd(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  void it_goes_on_at_once_while_there_is_more_and_rests_then() throws Exception {
    left.set(3);
    loop.start();

    assertPasses(4);
    assertThat(passes.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void a_wake_up_ends_the_rest() throws Exception {
    loop.start();
    assertPasses(1);

    loop.wake();

    assertPasses(1);
  }

  @Test
  void a_wake_up_during_a_pass_is_not_lost() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    loop =
        loop(
            () -> {
              inside.countDown();
              go.await();
              return pass();
            },
            HOURLY);
    loop.start();
    inside.await();

    loop.wake();
    go.countDown();

    assertPasses(2);
  }

  @Test
  void it_wakes_when_something_is_due() throws Exception {
    AtomicReference<Optional<Instant>> due =
        new AtomicReference<>(Optional.of(NOW.plusMillis(300)));
    loop =
        loop(
            this::pass,
            Schedule.everyAndWhenDue(
                Duration.ofHours(1),
                () -> due.getAndSet(Optional.empty()),
                new SettableClock(NOW)));
    loop.start();

    assertPasses(2);
    assertThat(passes.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
  }

  @Test
  void a_rest_is_never_longer_than_the_interval_nor_shorter_than_the_least() {
    AtomicReference<Optional<Instant>> due = new AtomicReference<>(Optional.empty());
    Schedule schedule =
        Schedule.everyAndWhenDue(Duration.ofMinutes(5), due::get, new SettableClock(NOW));

    assertThat(schedule.rest()).isEqualTo(Duration.ofMinutes(5));
    due.set(Optional.of(NOW.plusSeconds(10)));
    assertThat(schedule.rest()).isEqualTo(Duration.ofSeconds(10));
    due.set(Optional.of(NOW.plus(Duration.ofDays(1))));
    assertThat(schedule.rest()).isEqualTo(Duration.ofMinutes(5));
    due.set(Optional.of(NOW.minusSeconds(10)));
    assertThat(schedule.rest()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void whatever_is_thrown_it_keeps_running_and_counts() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    loop =
        loop(
            () -> {
              if (calls.incrementAndGet() < 3) {
                throw new StackOverflowError("planted by the test");
              }
              return pass();
            },
            HOURLY);
    loop.start();

    assertPasses(1);
    assertThat(loop.failures()).isEqualTo(2);
  }

  @Test
  void a_failing_question_for_the_next_due_time_is_a_failure_like_others() throws Exception {
    AtomicInteger questions = new AtomicInteger();
    loop =
        loop(
            this::pass,
            Schedule.everyAndWhenDue(
                Duration.ofHours(1),
                () -> {
                  if (questions.getAndIncrement() == 0) {
                    throw new IllegalStateException("planted by the test");
                  }
                  return Optional.empty();
                },
                new SettableClock(NOW)));
    loop.start();

    assertPasses(2);
    assertThat(loop.failures()).isEqualTo(1);
  }

  private boolean pass() {
    boolean more = left.getAndDecrement() > 0;
    passes.release();
    return more;
  }

  private void assertPasses(int count) throws InterruptedException {
    assertThat(passes.tryAcquire(count, 20, TimeUnit.SECONDS)).isTrue();
  }

  private static PollLoop loop(PollLoop.Poll poll, Schedule schedule) {
    return new PollLoop("test", poll, new Waiter(), schedule, Duration.ofMillis(5));
  }
}
