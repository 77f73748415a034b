package mailctl.cli;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// Waits for something that others do.
final class Patience {
  private static final long PAUSE_MS = 100;

  private Patience() {}

  /// Whether it came true in time. An interrupt ends the wait.
  static boolean until(Duration atMost, BooleanSupplier condition) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline >= 0) {
        return false;
      }
      try {
        Thread.sleep(PAUSE_MS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
