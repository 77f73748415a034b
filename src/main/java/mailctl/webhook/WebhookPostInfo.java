package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// What we know about a stored post, without its body. `events` is there once it was processed.
public record WebhookPostInfo(
    WebhookPostId id,
    Instant receivedAt,
    PostOrigin origin,
    PostState state,
    Optional<String> parkedReason,
    int tries,
    OptionalInt events,
    int bytes) {
  public WebhookPostInfo {
    requireNonNull(id, "id is null");
    requireNonNull(receivedAt, "receivedAt is null");
    requireNonNull(origin, "origin is null");
    requireNonNull(state, "state is null");
    requireNonNull(parkedReason, "parkedReason is null");
    requireNonNull(events, "events is null");
  }
}
