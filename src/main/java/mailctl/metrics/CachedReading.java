package mailctl.metrics;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A value that costs a query, read at most once in `fresh` however many ask, by one reader at a
/// time. Whoever asks waits for `patience` at most and then gets nothing: what cannot be known now
/// is not made up. Safe for many threads.
public final class CachedReading<T> {
  private static final Logger log = LoggerFactory.getLogger(CachedReading.class);

  private record Reading<T>(FutureTask<T> task, long startedAt) {}

  private final Supplier<T> source;
  private final Duration fresh;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private @Nullable Reading<T> last;

  public CachedReading(Supplier<T> source, Duration fresh, Duration patience) {
    this(source, fresh, patience, System::nanoTime);
  }

  CachedReading(Supplier<T> source, Duration fresh, Duration patience, LongSupplier nanoTime) {
    this.source = requireNonNull(source, "source is null");
    this.fresh = requireNonNull(fresh, "fresh is null");
    this.patience = requireNonNull(patience, "patience is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /// Empty when it cannot be read, or not in time.
  public Optional<T> get() {
    Reading<T> reading = current();
    long left = patience.toNanos() - (nanoTime.getAsLong() - reading.startedAt());
    try {
      return Optional.of(reading.task().get(Math.max(0, left), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      log.debug("metrics=not_read", e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private synchronized Reading<T> current() {
    long now = nanoTime.getAsLong();
    Reading<T> known = last;
    if (known != null && (!known.task().isDone() || now - known.startedAt() < fresh.toNanos())) {
      return known;
    }
    Reading<T> begun = new Reading<>(new FutureTask<>(source::get), now);
    last = begun;
    Thread.ofVirtual().name("metrics-reading").start(begun.task());
    return begun;
  }
}
