package mailctl.campaign;

/// Names one scheduled email.
public record ScheduledEmailId(long value) {
  public ScheduledEmailId {
    if (value <= 0) {
      throw new IllegalArgumentException("an id is positive, not " + value);
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
