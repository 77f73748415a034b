package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import mailctl.inspect.RadarState;

/// Whether received posts are processed.
public final class InboxCheck implements Check {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Supplier<RadarState> radar;

  public InboxCheck(Supplier<RadarState> radar) {
    this.radar = requireNonNull(radar, "radar is null");
  }

  @Override
  public String name() {
    return "inbox";
  }

  @Override
  public Finding look() {
    RadarState state = radar.get();
    Optional<Instant> oldest = state.inbox().oldestWaiting();
    if (oldest.isEmpty()) {
      return Finding.ok("no post waits to be processed");
    }
    Duration age = Duration.between(oldest.get(), state.at());
    String words =
        Words.count(state.inbox().waiting(), "post waits", "posts wait")
            + " to be processed, the oldest for "
            + Words.amount(age);
    return age.compareTo(PATIENCE) > 0
        ? Finding.fail(words, "run mailctl serve, or mailctl sweep from cron")
        : Finding.ok(words);
  }
}
