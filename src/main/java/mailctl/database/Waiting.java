package mailctl.database;

import java.time.Duration;

/// Looking again and again, a few milliseconds apart, until patience ends.
final class Waiting {
  private static final long STEP_MILLIS = 10;

  private final long start = System.nanoTime();
  private final long patience;

  Waiting(Duration patience) {
    this.patience = patience.toNanos();
  }

  /// Waits a moment; false when there is no patience left or somebody interrupts.
  boolean goOn() {
    if (System.nanoTime() - start > patience) {
      return false;
    }
    try {
      Thread.sleep(STEP_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
