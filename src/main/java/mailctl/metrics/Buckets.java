package mailctl.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

/// The limits of histograms: few, and where decisions are.
final class Buckets {
  /// A request to SendGrid: 20 s is the usual limit.
  static final Duration[] CALL = millis(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 20_000);

  /// A post is to be answered within a second.
  static final Duration[] ACCEPT = millis(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 5_000);

  /// From a post's arrival until its events count.
  static final Duration[] FOLD =
      millis(50, 100, 250, 500, 1_000, 2_500, 5_000, 15_000, 60_000, 300_000, 1_800_000);

  private Buckets() {}

  private static Duration[] millis(long... limits) {
    return LongStream.of(limits).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
  }
}
