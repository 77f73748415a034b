package mailctl.delivery;

/// Names one delivery.
public record DeliveryId(long value) {
  public DeliveryId {
    if (value <= 0) {
      throw new IllegalArgumentException("an id is positive, not " + value);
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
