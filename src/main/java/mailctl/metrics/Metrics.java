package mailctl.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/// The meters of this process, and their Prometheus text.
public final class Metrics {
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  public Metrics() {
    registry
        .config()
        // Nanoseconds, which Prometheus does not count in; the share of the CPU says the same.
        .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"))
        // Its name would say that it counts something.
        .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"));
  }

  /// Where features put their meters.
  public MeterRegistry registry() {
    return registry;
  }

  public String scrape() {
    return registry.scrape();
  }
}
