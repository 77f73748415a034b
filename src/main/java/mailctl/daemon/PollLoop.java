package mailctl.daemon;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls a poll for ever on a thread of its own: at once again while there may be more, else after
/// a rest. Whatever the poll throws is logged and counted, and the loop goes on after a pause.
public final class PollLoop implements Service {
  private static final Logger log = LoggerFactory.getLogger(PollLoop.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /// One bounded pass.
  @FunctionalInterface
  public interface Poll {
    /// Whether there may be more to do at once.
    boolean runOnce() throws Exception;
  }

  private final String name;
  private final Poll poll;
  private final Waiter waiter;
  private final Schedule schedule;
  private final Duration firstPause;
  private final AtomicLong failures = new AtomicLong();
  private volatile boolean draining;
  private @Nullable Thread thread;

  /// `waiter` belongs to this loop alone; whoever has news for it calls `wake()` there.
  public PollLoop(String name, Poll poll, Waiter waiter, Schedule schedule) {
    this(name, poll, waiter, schedule, FIRST_PAUSE);
  }

  PollLoop(String name, Poll poll, Waiter waiter, Schedule schedule, Duration firstPause) {
    this.name = requireNonNull(name, "name is null");
    this.poll = requireNonNull(poll, "poll is null");
    this.waiter = requireNonNull(waiter, "waiter is null");
    this.schedule = requireNonNull(schedule, "schedule is null");
    this.firstPause = requireNonNull(firstPause, "firstPause is null");
  }

  @Override
  public String name() {
    return name;
  }

  /// How often the poll has thrown since this loop was made.
  public long failures() {
    return failures.get();
  }

  public void wake() {
    waiter.wake();
  }

  @Override
  public synchronized void start() {
    if (thread != null && thread.isAlive()) {
      if (!draining) {
        return;
      }
      throw new IllegalStateException(name + " is still draining");
    }
    draining = false;
    waiter.open();
    thread = Thread.ofPlatform().name("mailctl-" + name).daemon().start(this::run);
  }

  @Override
  public synchronized void drain() {
    draining = true;
    waiter.close();
  }

  @Override
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    Thread running = current();
    return running == null || running.join(atMost);
  }

  @Override
  public void interrupt() {
    Thread running = current();
    if (running != null) {
      running.interrupt();
    }
  }

  private synchronized @Nullable Thread current() {
    return thread;
  }

  private void run() {
    int failuresInARow = 0;
    while (!draining) {
      try {
        boolean more = poll.runOnce();
        failuresInARow = 0;
        if (!more && !draining) {
          waiter.await(schedule.rest());
        }
      } catch (InterruptedException e) {
        // Only a drain that took too long ends a loop; any other interrupt is for the pass alone.
        log.info("service={} interrupted draining={}", name, draining);
      } catch (Throwable e) {
        failures.incrementAndGet();
        failuresInARow++;
        if (draining) {
          log.warn("service={} cut short while draining", name, e);
        } else {
          log.error("service={} failures={} will keep running", name, failuresInARow, e);
          pause(failuresInARow);
        }
      }
    }
  }

  private void pause(int failuresInARow) {
    // Clears an interrupt that was meant for the failed pass.
    boolean interrupted = Thread.interrupted();
    try {
      waiter.pause(backoff(failuresInARow));
    } catch (InterruptedException e) {
      log.info("service={} interrupted draining={} again={}", name, draining, interrupted);
    }
  }

  private Duration backoff(int failuresInARow) {
    Duration pause = firstPause.multipliedBy(1L << Math.min(failuresInARow - 1, 20));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
