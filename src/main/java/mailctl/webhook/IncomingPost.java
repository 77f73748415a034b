package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/// A post to be stored. The body is not copied: nobody may change it.
record IncomingPost(
    byte[] body, Map<String, String> headers, PostOrigin origin, Instant receivedAt) {
  IncomingPost {
    requireNonNull(body, "body is null");
    requireNonNull(headers, "headers is null");
    requireNonNull(origin, "origin is null");
    requireNonNull(receivedAt, "receivedAt is null");
  }

  int size() {
    return body.length;
  }
}
