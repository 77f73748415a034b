package mailctl.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What every service must bear.
final class ServiceStressTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final AtomicInteger inside = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final Service service =
      new PollLoop(
          "stress",
          () -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            inside.decrementAndGet();
            return true;
          },
          new Waiter(),
          Schedule.every(Duration.ofHours(1)));

  @Test
  void started_and_stopped_many_times_there_is_never_more_than_one_of_it() throws Exception {
    for (int i = 0; i < 200; i++) {
      service.start();
      service.start();
      service.drain();
      assertThat(service.awaitEnd(SOON)).isTrue();
      assertThat(inside).hasValue(0);
    }
    assertThat(most).hasValueLessThanOrEqualTo(1);
  }

  @Test
  void stopped_before_it_was_started_or_twice_nothing_happens() throws Exception {
    service.drain();
    service.interrupt();
    assertThat(service.awaitEnd(Duration.ZERO)).isTrue();

    service.start();
    service.drain();
    service.drain();
    assertThat(service.awaitEnd(SOON)).isTrue();
    assertThat(service.awaitEnd(SOON)).isTrue();
    service.interrupt();
  }

  @Test
  void an_interrupt_alone_does_not_end_it() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    AtomicInteger passes = new AtomicInteger();
    CountDownLatch again = new CountDownLatch(2);
    Service loop =
        new PollLoop(
            "interrupted",
            () -> {
              again.countDown();
              if (passes.getAndIncrement() == 0) {
                stuck.await();
              }
              return false;
            },
            new Waiter(),
            Schedule.every(Duration.ofMillis(5)));
    loop.start();
    while (again.getCount() == 2) {
      Thread.onSpinWait();
    }

    loop.interrupt();
    again.await();

    loop.drain();
    assertThat(loop.awaitEnd(SOON)).isTrue();
  }

  @Test
  void started_and_stopped_from_many_threads_it_can_still_be_ended() throws Exception {
    try (ExecutorService many = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 400; i++) {
        boolean start = i % 2 == 0;
        many.execute(
            () -> {
              try {
                if (start) {
                  service.start();
                } else {
                  service.drain();
                }
              } catch (IllegalStateException e) {
                // Still draining: an allowed answer.
                assertThat(e).hasMessageContaining("draining");
              }
            });
      }
    }
    service.drain();
    assertThat(service.awaitEnd(SOON)).isTrue();
    assertThat(most).hasValueLessThanOrEqualTo(1);
  }
}
