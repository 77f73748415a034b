package mailctl.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/// How a backlog went down: events processed by when.
final class DrainRun {
  private record Point(long nanos, long events) {}

  private final List<Point> points = new ArrayList<>();
  private long applied;

  /// Tells the process to begin and listens until it is done.
  static DrainRun of(JvmProcess process) throws Exception {
    DrainRun run = new DrainRun();
    run.points.add(new Point(0, 0));
    process.tell("go");
    while (run.hear(process.await("^(pass|done) (\\d+) (\\d+)(?: (\\d+) (\\d+))?$"))) {}
    return run;
  }

  /// False for the last line.
  private boolean hear(Matcher line) {
    if (line.group(1).equals("pass")) {
      points.add(new Point(Long.parseLong(line.group(2)), Long.parseLong(line.group(3))));
      return true;
    }
    applied = Long.parseLong(line.group(4));
    return false;
  }

  long events() {
    return points.getLast().events();
  }

  long applied() {
    return applied;
  }

  double perSecond() {
    return events() / (points.getLast().nanos() / 1e9);
  }

  /// Events per second in the `tenth` tenth of all events, 1 to 10.
  double perSecondInTenth(int tenth) {
    double from = nanosAt(events() * (tenth - 1) / 10.0);
    double to = nanosAt(events() * tenth / 10.0);
    return events() / 10.0 / (Math.max(1, to - from) / 1e9);
  }

  /// When so many were processed, taking each pass for even.
  private double nanosAt(double events) {
    Point before = points.getFirst();
    for (Point point : points) {
      if (point.events() >= events && point.events() > before.events()) {
        double share = (events - before.events()) / (point.events() - before.events());
        return before.nanos() + share * (point.nanos() - before.nanos());
      }
      before = point;
    }
    return before.nanos();
  }
}
