package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Supplier;
import mailctl.inspect.RadarState;

/// Whether the end of every message was heard of in time.
public final class DebtCheck implements Check {
  private final Supplier<RadarState> radar;
  private final Duration late;

  public DebtCheck(Supplier<RadarState> radar, Duration late) {
    this.radar = requireNonNull(radar, "radar is null");
    this.late = requireNonNull(late, "late is null");
  }

  @Override
  public String name() {
    return "outcomes";
  }

  @Override
  public Finding look() {
    long owed = radar.get().debt().finalLate();
    return owed == 0
        ? Finding.ok("no message waits longer than " + Words.amount(late) + " for its end")
        : Finding.warn(
            Words.count(owed, "message was", "messages were")
                + " accepted more than "
                + Words.amount(late)
                + " ago, and how they ended is unknown",
            "mailctl inspect gaps --list; mailctl backfill");
  }
}
