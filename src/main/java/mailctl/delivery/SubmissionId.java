package mailctl.delivery;

/// Names one submission.
public record SubmissionId(long value) {
  public SubmissionId {
    if (value <= 0) {
      throw new IllegalArgumentException("an id is positive, not " + value);
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
