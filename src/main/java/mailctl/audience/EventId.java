package mailctl.audience;

/// Names one event.
public record EventId(long value) {
  public EventId {
    if (value <= 0) {
      throw new IllegalArgumentException("an id is positive, not " + value);
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
