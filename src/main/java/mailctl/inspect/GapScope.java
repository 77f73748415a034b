package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// Which accepted messages are looked at: by the time of acceptance, and of one event alone.
public record GapScope(Optional<Instant> since, Optional<Instant> until, Optional<Long> eventId) {
  public static final GapScope ALL =
      new GapScope(Optional.empty(), Optional.empty(), Optional.empty());

  public GapScope {
    requireNonNull(since, "since is null");
    requireNonNull(until, "until is null");
    requireNonNull(eventId, "eventId is null");
  }
}
