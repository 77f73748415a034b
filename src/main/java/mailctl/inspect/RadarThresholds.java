package mailctl.inspect;

import java.time.Duration;

/// When what is owed is late: a first word of the provider (`processed`), and a final one. SendGrid
/// itself defers for up to 72 hours.
public record RadarThresholds(Duration processed, Duration fin) {
  public RadarThresholds {
    if (!processed.isPositive() || !fin.isPositive()) {
      throw new IllegalArgumentException("thresholds are positive");
    }
  }
}
