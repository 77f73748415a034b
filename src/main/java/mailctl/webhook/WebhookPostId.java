package mailctl.webhook;

/// Names one post in the inbox.
public record WebhookPostId(long value) {
  public WebhookPostId {
    if (value <= 0) {
      throw new IllegalArgumentException("an id is positive, not " + value);
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
