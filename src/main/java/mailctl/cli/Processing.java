package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import mailctl.inspect.Arrivals;
import mailctl.inspect.Inspector;

/// What became of posts that a listener accepted, as far as this database shows.
enum Processing {
  DONE(" and processed"),
  WAITING(", but not processed yet: mailctl sweep"),
  /// The listener put them somewhere else.
  ELSEWHERE(", which keeps them in another database");

  /// Whoever processes and gets on may take as long as it likes.
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final String words;

  Processing(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /// Begun before the first post.
  static Wait from(Inspector inspector) {
    return new Wait(inspector);
  }

  /// Waits for what came in since: not for what others go on sending.
  static final class Wait {
    private final Inspector inspector;
    private final long before;

    private Wait(Inspector inspector) {
      this.inspector = requireNonNull(inspector, "inspector is null");
      this.before = inspector.newestPost();
    }

    /// After the last of so many posts was accepted. Ends early when told to stop, or when nothing
    /// gets on for a while.
    Processing forPosts(long accepted, BooleanSupplier stopped) {
      long last = inspector.newestPost();
      Arrivals arrivals = inspector.arrivals(before, last);
      if (arrivals.posts() < accepted) {
        return ELSEWHERE;
      }
      long waiting = arrivals.waiting();
      while (waiting > 0 && !stopped.getAsBoolean()) {
        long known = waiting;
        boolean gotOn =
            Patience.until(
                PATIENCE,
                () -> stopped.getAsBoolean() || inspector.arrivals(before, last).waiting() < known);
        if (!gotOn) {
          return WAITING;
        }
        waiting = inspector.arrivals(before, last).waiting();
      }
      return waiting == 0 ? DONE : WAITING;
    }
  }
}
