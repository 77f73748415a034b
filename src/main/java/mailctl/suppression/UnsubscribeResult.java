package mailctl.suppression;

import static java.util.Objects.requireNonNull;

/// What an unsubscribe link led to.
public sealed interface UnsubscribeResult {
  /// The link is good; `sender` is whose mail it is about, in words, `done` whether the recipient
  /// is opted out.
  record Known(String sender, boolean done) implements UnsubscribeResult {
    public Known {
      requireNonNull(sender, "sender is null");
    }
  }

  /// Not one of our links, or of a message that is long gone.
  record Unknown() implements UnsubscribeResult {}
}
