package mailctl.database;

import java.time.Duration;
import java.time.InstantSource;

/// The database's clock as a host has it whose own clock is wrong.
public final class SkewedHost {
  private SkewedHost() {}

  public static InstantSource clock(Database database, Duration skew) {
    return new DatabaseClock(
        () -> database.transaction(ClockStore::serverTime),
        () -> System.nanoTime() + skew.toNanos(),
        Runnable::run);
  }
}
