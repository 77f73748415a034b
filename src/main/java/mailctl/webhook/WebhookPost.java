package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// A post as it came, byte for byte. `tries` counts the failures to apply it.
public record WebhookPost(WebhookPostId id, Instant receivedAt, byte[] body, int tries) {
  public WebhookPost {
    requireNonNull(id, "id is null");
    requireNonNull(receivedAt, "receivedAt is null");
    requireNonNull(body, "body is null");
  }

  /// One of which it does not matter.
  WebhookPost(WebhookPostId id, Instant receivedAt, byte[] body) {
    this(id, receivedAt, body, 0);
  }
}
