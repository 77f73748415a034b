package mailctl.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
  @Test
  void quantiles_are_3_percent_exact_over_the_whole_range() {
    Latencies even = new Latencies();
    Latencies odd = new Latencies();
    for (int i = 1; i <= 10_000; i++) {
      (i % 2 == 0 ? even : odd).record(i * 1_000L);
    }
    Latencies all = even.add(odd);

    assertThat(all.millis(0.5)).isCloseTo(5, Percentage.withPercentage(3.2));
    assertThat(all.millis(0.99)).isCloseTo(9.9, Percentage.withPercentage(3.2));
    assertThat(all.millis(1)).isCloseTo(10, Percentage.withPercentage(3.2));
  }

  @Test
  void the_extremes_have_their_place() {
    Latencies latencies = new Latencies();
    assertThat(latencies.millis(0.99)).isZero();
    latencies.record(0);
    latencies.record(31);
    latencies.record(3_600_000_000_000L);

    assertThat(latencies.millis(0.1)).isZero();
    assertThat(latencies.millis(0.6)).isCloseTo(31e-6, within(1e-9));
    assertThat(latencies.millis(1)).isCloseTo(3_600_000, Percentage.withPercentage(3.2));
  }
}
