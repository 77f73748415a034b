package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// Which parked posts and events are asked for.
///
/// @param reason an event's reason, or words of a post's
/// @param since parked not before
/// @param until parked before
/// @param discarded those that were given up, instead of those that are parked
public record ParkedQuery(
    Optional<String> reason,
    Optional<Instant> since,
    Optional<Instant> until,
    boolean discarded,
    int limit) {
  public ParkedQuery {
    requireNonNull(reason, "reason is null");
    requireNonNull(since, "since is null");
    requireNonNull(until, "until is null");
  }
}
