package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// An element of a post that could not be applied; `body` is its own JSON. `nextMatchAt` is empty
/// when time will not mend it.
public record ParkedEvent(
    long id,
    WebhookPostId post,
    int element,
    ParkedReason reason,
    String detail,
    byte[] body,
    Instant receivedAt,
    Instant parkedAt,
    int tries,
    Optional<Instant> nextMatchAt) {
  public ParkedEvent {
    requireNonNull(post, "post is null");
    requireNonNull(reason, "reason is null");
    requireNonNull(detail, "detail is null");
    requireNonNull(body, "body is null");
    requireNonNull(receivedAt, "receivedAt is null");
    requireNonNull(parkedAt, "parkedAt is null");
    requireNonNull(nextMatchAt, "nextMatchAt is null");
  }
}
