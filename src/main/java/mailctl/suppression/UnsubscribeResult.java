package mailctl.suppression;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// What an unsubscribe link led to.
public sealed interface UnsubscribeResult {
  /// The link is good.
  ///
  /// @param event what the message was about, in words
  /// @param organization whose message it was, in words
  /// @param optedOut the widest that the recipient does not want any more, if anything
  /// @param stopped the mail is stopped for a reason that is not the recipient's wish, which this
  ///   link cannot take back
  record Known(String event, String organization, Optional<OptOut> optedOut, boolean stopped)
      implements UnsubscribeResult {
    public Known {
      requireNonNull(event, "event is null");
      requireNonNull(organization, "organization is null");
      requireNonNull(optedOut, "optedOut is null");
    }
  }

  /// Not one of our links, or of a message that is long gone.
  record Unknown() implements UnsubscribeResult {}
}
