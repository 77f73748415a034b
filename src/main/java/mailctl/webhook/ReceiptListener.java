package mailctl.webhook;

import java.time.Duration;

/// Hears how each post was answered. Called on the receiving path: must be quick and must not fail.
@FunctionalInterface
public interface ReceiptListener {
  void answered(Receipt receipt);

  /// As the other, with how long it took.
  default void answered(Receipt receipt, Duration took) {
    answered(receipt);
  }

  static ReceiptListener none() {
    return _ -> {};
  }

  default ReceiptListener and(ReceiptListener other) {
    ReceiptListener one = this;
    return new ReceiptListener() {
      @Override
      public void answered(Receipt receipt) {
        one.answered(receipt);
        other.answered(receipt);
      }

      @Override
      public void answered(Receipt receipt, Duration took) {
        one.answered(receipt, took);
        other.answered(receipt, took);
      }
    };
  }
}
