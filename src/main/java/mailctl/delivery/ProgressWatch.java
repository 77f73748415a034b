package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells how far sending is as often as it is asked. To count a million deliveries takes its time,
/// so the database is asked now and then, for no more than a twentieth of the time; in between this
/// counts on with what this process has done. For one thread.
public final class ProgressWatch {
  private static final long LEAST_PAUSE = Duration.ofSeconds(2).toNanos();
  private static final int SHARE = 20;

  private record Base(RunProgress progress, Dispatched run, long goodUntil) {}

  private final Supplier<RunProgress> database;
  private final Supplier<Dispatched> run;
  private final LongSupplier nanoTime;
  private @Nullable Base base;

  ProgressWatch(Supplier<RunProgress> database, Supplier<Dispatched> run, LongSupplier nanoTime) {
    this.database = requireNonNull(database, "database is null");
    this.run = requireNonNull(run, "run is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /// Nothing, while nothing is planned.
  public RunProgress read() {
    Base known = base;
    if (known == null
        || known.progress().total() == 0
        || nanoTime.getAsLong() - known.goodUntil() >= 0) {
      known = count();
      base = known;
    }
    return known.progress().plus(known.run(), run.get());
  }

  private Base count() {
    Dispatched before = run.get();
    long started = nanoTime.getAsLong();
    RunProgress counted = database.get();
    long now = nanoTime.getAsLong();
    return new Base(counted, before, now + Math.max(LEAST_PAUSE, (now - started) * SHARE));
  }
}
