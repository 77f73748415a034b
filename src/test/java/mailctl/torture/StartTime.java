package mailctl.torture;

import java.time.Duration;

/// How long a process takes to be of use on this machine and under this load, as far as the last
/// few starts tell. Safe for many threads.
final class StartTime {
  private static final double WEIGHT = 0.2;

  private double millis = 2_000;

  synchronized void observe(Duration start) {
    millis += WEIGHT * (start.toMillis() - millis);
  }

  synchronized Duration usual() {
    return Duration.ofMillis((long) millis);
  }
}
