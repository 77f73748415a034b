package mailctl.daemon;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// How long a loop without work may rest: until the next thing is due, never longer than `maxIdle`
/// and never shorter than `minIdle`, since what is due may be in another process's hands.
public record Schedule(
    Supplier<Duration> maxIdle,
    Duration minIdle,
    Supplier<Optional<Instant>> nextDue,
    InstantSource clock) {
  private static final Duration DEFAULT_MIN_IDLE = Duration.ofMillis(250);

  public Schedule {
    requireNonNull(nextDue, "nextDue is null");
    requireNonNull(clock, "clock is null");
    if (!maxIdle.get().isPositive() || minIdle.isNegative()) {
      throw new IllegalArgumentException("maxIdle must be positive, minIdle not negative");
    }
  }

  /// Every so often, and when woken.
  public static Schedule every(Duration interval) {
    return every(() -> interval);
  }

  /// As the other, with an interval that may change.
  public static Schedule every(Supplier<Duration> interval) {
    return new Schedule(interval, Duration.ZERO, Optional::empty, InstantSource.system());
  }

  /// Every so often, when woken, and exactly when `nextDue` says.
  public static Schedule everyAndWhenDue(
      Duration interval, Supplier<Optional<Instant>> nextDue, InstantSource clock) {
    return everyAndWhenDue(() -> interval, nextDue, clock);
  }

  /// As the other, with an interval that may change.
  public static Schedule everyAndWhenDue(
      Supplier<Duration> interval, Supplier<Optional<Instant>> nextDue, InstantSource clock) {
    return new Schedule(interval, DEFAULT_MIN_IDLE, nextDue, clock);
  }

  Duration rest() {
    Duration most = maxIdle.get();
    Duration rest = nextDue.get().map(due -> Duration.between(clock.instant(), due)).orElse(most);
    if (rest.compareTo(most) > 0) {
      return most;
    }
    return rest.compareTo(minIdle) < 0 ? minIdle : rest;
  }
}
