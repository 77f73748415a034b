package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What waits to be sent, at a moment. Deliveries of paused, held and cancelled emails do not.
///
/// @param due deliveries that may be claimed now
/// @param later those whose time comes, retries above all
/// @param oldestDue since when the oldest of those due has waited
/// @param emailsByStatus scheduled emails that are not over
/// @param oldestEmail due, and not begun
/// @param doubts requests in doubt
/// @param inFlight requests that are claimed or being made
public record QueueState(
    Instant at,
    long due,
    long later,
    Optional<Instant> oldestDue,
    Map<String, Long> emailsByStatus,
    Optional<Instant> oldestEmail,
    long doubts,
    Optional<Instant> oldestDoubt,
    long inFlight) {
  public QueueState {
    requireNonNull(at, "at is null");
    requireNonNull(oldestDue, "oldestDue is null");
    emailsByStatus = Map.copyOf(emailsByStatus);
    requireNonNull(oldestEmail, "oldestEmail is null");
    requireNonNull(oldestDoubt, "oldestDoubt is null");
  }
}
