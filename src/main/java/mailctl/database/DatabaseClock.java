package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The database's clock, which decides what is due and what has expired, however wrong the clocks
/// of the hosts are. Reads it now and then and counts on from there with the host's monotonic
/// ticks.
public final class DatabaseClock implements InstantSource {
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(10);

  private record Reading(Instant time, long nanos) {}

  private final Supplier<Instant> serverTime;
  private final LongSupplier nanoTime;
  private volatile Reading last;

  /// Reads the clock once, so that a database that is away is noticed here.
  public DatabaseClock(Database database) {
    this(() -> database.transaction(ClockStore::serverTime), System::nanoTime);
  }

  DatabaseClock(Supplier<Instant> serverTime, LongSupplier nanoTime) {
    this.serverTime = requireNonNull(serverTime, "serverTime is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.last = read();
  }

  @Override
  public Instant instant() {
    Reading reading = last;
    long age = nanoTime.getAsLong() - reading.nanos();
    if (age > FRESH_NANOS) {
      reading = read();
      last = reading;
      age = 0;
    }
    return reading.time().plus(Duration.ofNanos(age));
  }

  private Reading read() {
    Instant time = serverTime.get();
    return new Reading(time, nanoTime.getAsLong());
  }
}
