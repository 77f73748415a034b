package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import mailctl.delivery.RunProgress;

/// How far a run is and how fast it was of late.
///
/// @param perSecond recipients over the last ten seconds, or since the start
/// @param remaining until everybody was called, at that rate; unknown while nothing moves
record RunState(RunProgress progress, double perSecond, Optional<Duration> remaining) {
  RunState {
    requireNonNull(progress, "progress is null");
    requireNonNull(remaining, "remaining is null");
  }

  /// Remembers the last ten seconds.
  static final class Rate {
    private static final long WINDOW = Duration.ofSeconds(10).toNanos();

    private record Sample(long nanos, long done) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    RunState at(long nanos, RunProgress progress) {
      samples.addLast(new Sample(nanos, progress.done()));
      while (samples.size() > 2 && nanos - samples.getFirst().nanos() > WINDOW) {
        samples.removeFirst();
      }
      Sample first = samples.getFirst();
      long took = nanos - first.nanos();
      // Whoever was planned before has been counted as done at the start already.
      double perSecond = took <= 0 ? 0 : Math.max(0, (progress.done() - first.done()) * 1e9 / took);
      Optional<Duration> remaining =
          perSecond > 0
              ? Optional.of(Duration.ofMillis(Math.round(progress.left() * 1000 / perSecond)))
              : Optional.empty();
      return new RunState(progress, perSecond, remaining);
    }
  }

  /// Of a hundred; all of nobody is nothing.
  int percent() {
    return progress.total() == 0 ? 0 : (int) (progress.done() * 100 / progress.total());
  }

  /// "450,000 of 1,000,000 sent (45 %), 12,345/s, 45 s left, in doubt 3".
  String words() {
    if (progress.total() == 0) {
      return "nobody is planned yet";
    }
    return Counts.number(progress.sent())
        + " of "
        + Counts.number(progress.total())
        + " sent ("
        + percent()
        + " %), "
        + rate()
        + trouble();
  }

  /// The rate, and the rest of the time where it can be told.
  String rate() {
    return Counts.number(Math.round(perSecond))
        + "/s"
        + remaining.map(time -> ", " + Times.amount(time) + " left").orElse("");
  }

  /// Who did not get it, with a comma in front; empty when there is no such.
  String trouble() {
    Counts counts =
        new Counts().add("failed", progress.failed()).add("in doubt", progress.inDoubt());
    return counts.isEmpty() ? "" : ", " + counts;
  }
}
