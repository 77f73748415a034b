package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.util.function.Supplier;
import mailctl.inspect.InboxState;
import mailctl.inspect.RadarState;

/// Whether anything was set aside because it could not be applied.
public final class ParkedCheck implements Check {
  private final Supplier<RadarState> radar;

  public ParkedCheck(Supplier<RadarState> radar) {
    this.radar = requireNonNull(radar, "radar is null");
  }

  @Override
  public String name() {
    return "parked";
  }

  @Override
  public Finding look() {
    InboxState inbox = radar.get().inbox();
    if (inbox.parkedPosts() + inbox.parkedEvents() == 0) {
      return Finding.ok("nothing is parked");
    }
    return Finding.warn(
        Words.count(inbox.parkedPosts(), "post", "posts")
            + " and "
            + Words.count(inbox.parkedEvents(), "event", "events")
            + " could not be applied and are parked",
        "mailctl parked list");
  }
}
