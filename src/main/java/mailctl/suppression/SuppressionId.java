package mailctl.suppression;

/// Names one suppression.
public record SuppressionId(long value) {
  public SuppressionId {
    if (value <= 0) {
      throw new IllegalArgumentException("an id is positive, not " + value);
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
