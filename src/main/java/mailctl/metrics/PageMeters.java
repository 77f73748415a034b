package mailctl.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// Who asked this process for too many pages.
public final class PageMeters {
  private final Counter turnedAway;

  public PageMeters(MeterRegistry registry) {
    this.turnedAway =
        Counter.builder("mailctl.pages.turned.away")
            .description("requests for unsubscribe pages, and for what is not there, answered 429")
            .register(registry);
  }

  public void turnedAway() {
    turnedAway.increment();
  }
}
