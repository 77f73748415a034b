package mailctl.webhook;

/// Hears how each post was answered. Called on the receiving path: must be quick and must not fail.
@FunctionalInterface
public interface ReceiptListener {
  void answered(Receipt receipt);

  static ReceiptListener none() {
    return _ -> {};
  }

  default ReceiptListener and(ReceiptListener other) {
    return receipt -> {
      answered(receipt);
      other.answered(receipt);
    };
  }
}
