package mailctl.audience;

/// Names one registration.
public record RegistrationId(long value) {
  public RegistrationId {
    if (value <= 0) {
      throw new IllegalArgumentException("an id is positive, not " + value);
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
