package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The database's clock, which decides what is due and what has expired, however wrong the clocks
/// of the hosts are. Reads it now and then, in the background, and counts on from there with the
/// host's monotonic ticks: nobody who asks waits for a database that hangs.
public final class DatabaseClock implements InstantSource {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

  private record Reading(Instant time, long nanos) {}

  private final Supplier<Instant> serverTime;
  private final LongSupplier nanoTime;
  private final Executor readings;
  private final AtomicBoolean reading = new AtomicBoolean();
  private volatile Reading last;

  /// Reads the clock once, so that a database that is away is noticed here.
  public DatabaseClock(Database database) {
    this(
        () -> database.transaction(ClockStore::serverTime),
        System::nanoTime,
        Thread::startVirtualThread);
  }

  DatabaseClock(Supplier<Instant> serverTime, LongSupplier nanoTime, Executor readings) {
    this.serverTime = requireNonNull(serverTime, "serverTime is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.readings = requireNonNull(readings, "readings is null");
    this.last = read();
  }

  @Override
  public Instant instant() {
    if (nanoTime.getAsLong() - last.nanos() > FRESH_NANOS && reading.compareAndSet(false, true)) {
      readings.execute(this::readAgain);
    }
    Reading latest = last;
    return latest.time().plus(Duration.ofNanos(nanoTime.getAsLong() - latest.nanos()));
  }

  private void readAgain() {
    try {
      last = read();
    } catch (RuntimeException e) {
      // The ticks go on being right; who needs the database itself will notice.
    } finally {
      reading.set(false);
    }
  }

  private Reading read() {
    Instant time = serverTime.get();
    return new Reading(time, nanoTime.getAsLong());
  }
}
