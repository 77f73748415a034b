package mailctl.audience;

/// Names one organization.
public record OrganizationId(long value) {
  public OrganizationId {
    if (value <= 0) {
      throw new IllegalArgumentException("an id is positive, not " + value);
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
