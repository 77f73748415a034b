package mailctl.sandbox;

import java.time.Duration;

/// How long answers took, in classes 1 % wide: any number of them in constant memory. Safe for many
/// threads.
final class Latencies {
  private static final double WIDTH = StrictMath.log(1.01);
  private static final int CLASSES = 2_600;

  private final long[] counts = new long[CLASSES];
  private long count;
  private long longest;

  synchronized void add(long nanos) {
    double micros = Math.max(1, nanos / 1_000.0);
    counts[Math.min(CLASSES - 1, (int) (StrictMath.log(micros) / WIDTH))]++;
    count++;
    longest = Math.max(longest, nanos);
  }

  /// What `fraction` of all stayed below; zero when there was none.
  synchronized Duration quantile(double fraction) {
    long wanted = (long) Math.ceil(count * fraction);
    long reached = 0;
    for (int i = 0; i < CLASSES; i++) {
      reached += counts[i];
      if (reached >= wanted && reached > 0) {
        double micros = StrictMath.exp((i + 1) * WIDTH);
        return Duration.ofNanos(Math.min(longest, (long) (micros * 1_000)));
      }
    }
    return Duration.ZERO;
  }

  synchronized Duration longest() {
    return Duration.ofNanos(longest);
  }
}
