package mailctl.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.BooleanSupplier;

/// Whether the database is fenced, so that nothing is sent.
public final class FenceMeter {
  private final BooleanSupplier fenced;

  public FenceMeter(BooleanSupplier fenced) {
    this.fenced = requireNonNull(fenced, "fenced is null");
  }

  public void bindTo(MeterRegistry registry) {
    Gauge.builder("mailctl.fenced", fenced, it -> it.getAsBoolean() ? 1 : 0)
        .description("whether this database is taken for a copy and sends nothing")
        .strongReference(true)
        .register(registry);
  }
}
