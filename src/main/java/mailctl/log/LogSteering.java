package mailctl.log;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How much a running process logs: as configured, or as somebody wants it for a while.
public final class LogSteering {
  private static final Logger log = LoggerFactory.getLogger(LogSteering.class);

  /// Runs something later, once.
  @FunctionalInterface
  public interface Later {
    void run(Duration in, Runnable what);

    /// On threads that keep no process alive.
    static Later onThreads() {
      return (in, what) ->
          Thread.ofVirtual()
              .name("log-levels")
              .start(
                  () -> {
                    try {
                      TimeUnit.NANOSECONDS.sleep(in.toNanos());
                      what.run();
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
    }
  }

  /// @param left how long until it is as configured again; empty when it is
  public record State(LogPlan plan, Optional<Duration> left) {
    public State {
      requireNonNull(plan, "plan is null");
      requireNonNull(left, "left is null");
    }
  }

  private final LogControl control;
  private final Later later;
  private final LongSupplier nanoTime;
  private final LogLevel least;
  private LogPlan configured;
  private Optional<Steered> steered = Optional.empty();
  private long turn;

  private record Steered(Optional<LogLevel> level, Map<String, LogLevel> areas, long until) {}

  /// Never less than `least` is logged as configured: somebody said so at the start.
  public LogSteering(LogControl control, LogPlan configured, LogLevel least) {
    this(control, configured, least, Later.onThreads(), System::nanoTime);
  }

  LogSteering(
      LogControl control, LogPlan configured, LogLevel least, Later later, LongSupplier nanoTime) {
    this.control = requireNonNull(control, "control is null");
    this.least = requireNonNull(least, "least is null");
    this.configured = configured.atLeast(least);
    this.later = requireNonNull(later, "later is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  public synchronized State state() {
    long now = nanoTime.getAsLong();
    return new State(plan(), steered.map(it -> Duration.ofNanos(Math.max(0, it.until() - now))));
  }

  /// As it would be after `reset`.
  public synchronized State configured() {
    return new State(configured, Optional.empty());
  }

  /// As it would be after `steer`.
  public synchronized State rehearse(
      Optional<LogLevel> level, Map<String, LogLevel> areas, Duration howLong) {
    return new State(plan().changed(level, areas), Optional.of(howLong));
  }

  /// For so long from now; what was wanted before stays, for as long.
  public synchronized State steer(
      Optional<LogLevel> level, Map<String, LogLevel> areas, Duration howLong) {
    Map<String, LogLevel> all = new HashMap<>(steered.map(Steered::areas).orElse(Map.of()));
    all.putAll(areas);
    steered =
        Optional.of(
            new Steered(
                level.or(() -> steered.flatMap(Steered::level)),
                all,
                nanoTime.getAsLong() + howLong.toNanos()));
    control.apply(plan());
    long mine = ++turn;
    later.run(howLong, () -> endTurn(mine));
    return state();
  }

  /// As configured, from now on.
  public synchronized State reset() {
    turn++;
    steered = Optional.empty();
    control.apply(configured);
    return state();
  }

  /// The configuration says something else now. What somebody wants for a while still goes first.
  public synchronized void configure(LogPlan plan) {
    configured = plan.atLeast(least);
    control.apply(plan());
  }

  private synchronized void endTurn(long mine) {
    if (mine == turn && steered.isPresent()) {
      reset();
      log.info("log=reset level={}", configured.level().word());
    }
  }

  private LogPlan plan() {
    return steered.map(it -> configured.changed(it.level(), it.areas())).orElse(configured);
  }
}
