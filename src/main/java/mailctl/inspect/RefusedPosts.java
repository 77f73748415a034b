package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// Webhook posts that were refused lately, for one reason.
public record RefusedPosts(String reason, long posts, Instant lastAt) {
  public RefusedPosts {
    requireNonNull(reason, "reason is null");
    requireNonNull(lastAt, "lastAt is null");
  }
}
