package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

/// The body of a webhook post that is to be sent, and how many events it holds.
public record OutgoingPost(byte[] body, int events) {
  public OutgoingPost {
    requireNonNull(body, "body is null");
  }
}
