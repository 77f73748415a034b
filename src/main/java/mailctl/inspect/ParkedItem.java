package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// A parked post, or an event of one, or what a person made of it.
///
/// @param id of the post or of the parked event; the two count apart
/// @param webhookPostId where it came with: for a post its own id
/// @param element an event's place in its post, from 0
/// @param nextTryAt when it is tried again by itself; empty when time will not mend it
/// @param bytes of its whole body
public record ParkedItem(
    Kind kind,
    long id,
    long webhookPostId,
    Optional<Integer> element,
    String reason,
    String detail,
    String origin,
    Instant receivedAt,
    Instant parkedAt,
    int tries,
    Optional<Instant> nextTryAt,
    int bytes,
    Optional<Discarding> discarding) {
  /// What is parked.
  public enum Kind {
    POST,
    EVENT
  }

  /// That a person gave it up.
  public record Discarding(Instant at, String by, String reason) {}

  public ParkedItem {
    requireNonNull(kind, "kind is null");
    requireNonNull(element, "element is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(detail, "detail is null");
    requireNonNull(origin, "origin is null");
    requireNonNull(receivedAt, "receivedAt is null");
    requireNonNull(parkedAt, "parkedAt is null");
    requireNonNull(nextTryAt, "nextTryAt is null");
    requireNonNull(discarding, "discarding is null");
  }
}
