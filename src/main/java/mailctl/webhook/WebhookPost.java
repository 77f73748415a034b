package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// A post as it came, byte for byte.
public record WebhookPost(WebhookPostId id, Instant receivedAt, byte[] body) {
  public WebhookPost {
    requireNonNull(id, "id is null");
    requireNonNull(receivedAt, "receivedAt is null");
    requireNonNull(body, "body is null");
  }
}
