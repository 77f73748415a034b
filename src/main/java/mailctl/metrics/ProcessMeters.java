package mailctl.metrics;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import mailctl.database.PoolState;

/// This process: its JVM and its connections to the database.
public final class ProcessMeters {
  private final Supplier<PoolState> pool;

  public ProcessMeters(Supplier<PoolState> pool) {
    this.pool = requireNonNull(pool, "pool is null");
  }

  /// What listens to the garbage collector does so until the process ends.
  @SuppressWarnings("resource")
  public void bindTo(MeterRegistry registry) {
    pool(registry, "mailctl.pool.active", "connections in use", PoolState::active);
    pool(registry, "mailctl.pool.idle", "connections that nobody uses", PoolState::idle);
    pool(
        registry, "mailctl.pool.waiting", "threads that wait for a connection", PoolState::waiting);
    pool(registry, "mailctl.pool.limit", "most connections", PoolState::limit);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new JvmGcMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
  }

  private void pool(
      MeterRegistry registry, String name, String description, ToIntFunction<PoolState> value) {
    Gauge.builder(name, pool, it -> value.applyAsInt(it.get()))
        .description(description)
        .strongReference(true)
        .register(registry);
  }
}
