package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import mailctl.delivery.RunProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows how far a run is while it goes on, from a thread of its own; closing it ends that before
/// anything else is printed.
final class ProgressTicker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ProgressTicker.class);

  private final ProgressOutput output;
  private final Supplier<RunProgress> reading;
  private final LongSupplier nanoTime;
  private final RunState.Rate rate = new RunState.Rate();
  private final CountDownLatch ended = new CountDownLatch(1);

  ProgressTicker(ProgressOutput output, Supplier<RunProgress> reading, LongSupplier nanoTime) {
    this.output = requireNonNull(output, "output is null");
    this.reading = requireNonNull(reading, "reading is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /// Runs `work` and ticks meanwhile.
  static <T> T during(ProgressOutput output, Supplier<RunProgress> reading, Supplier<T> work) {
    if (output instanceof ProgressOutput.None) {
      return work.get();
    }
    ProgressTicker ticker = new ProgressTicker(output, reading, System::nanoTime);
    Thread thread = Thread.ofVirtual().name("progress").start(ticker::run);
    try (ticker) {
      return work.get();
    } finally {
      join(thread);
      output.end();
    }
  }

  private void run() {
    Duration pause = output.first();
    while (!endedWithin(pause)) {
      tick();
      pause = output.every();
    }
  }

  /// Looks and shows, once. That the counts are not to be had right now is no reason to stop
  /// sending.
  void tick() {
    try {
      output.show(rate.at(nanoTime.getAsLong(), reading.get()));
    } catch (RuntimeException e) {
      log.debug("progress=unknown", e);
    }
  }

  @Override
  public void close() {
    ended.countDown();
  }

  private boolean endedWithin(Duration time) {
    try {
      return ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
