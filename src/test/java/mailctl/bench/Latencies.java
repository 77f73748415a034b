package mailctl.bench;

/// A histogram of durations, 3 % exact from nanoseconds to hours. For one thread; merge afterwards.
final class Latencies {
  private static final int SUB_BITS = 5;
  private static final int SUB = 1 << SUB_BITS;

  private final long[] counts = new long[64 * SUB];
  private long total;

  void record(long nanos) {
    counts[index(Math.max(0, nanos))]++;
    total++;
  }

  Latencies add(Latencies other) {
    for (int i = 0; i < counts.length; i++) {
      counts[i] += other.counts[i];
    }
    total += other.total;
    return this;
  }

  /// The duration that `quantile` of all (0.99 for p99) did not exceed; 0 when there were none.
  double millis(double quantile) {
    long rank = (long) Math.ceil(quantile * total);
    long seen = 0;
    for (int i = 0; i < counts.length; i++) {
      seen += counts[i];
      if (seen >= rank && seen > 0) {
        return highest(i) / 1e6;
      }
    }
    return 0;
  }

  private static int index(long nanos) {
    int shift = Math.max(0, 63 - SUB_BITS - Long.numberOfLeadingZeros(nanos | 1));
    return shift * SUB + (int) (nanos >>> shift);
  }

  private static long highest(int index) {
    if (index < 2 * SUB) {
      return index;
    }
    int shift = index / SUB - 1;
    long mantissa = index % SUB + SUB;
    return ((mantissa + 1) << shift) - 1;
  }
}
