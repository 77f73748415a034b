package mailctl.support;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// Waits for what another process or thread brings about, and no longer than a deadline.
public final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Eventually() {}

  /// @param otherwise what to say when it never comes true
  public static void isTrue(BooleanSupplier condition, Supplier<String> otherwise) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(otherwise.get());
      }
      LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
    }
  }
}
