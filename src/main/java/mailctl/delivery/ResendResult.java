package mailctl.delivery;

import static java.util.Objects.requireNonNull;

/// What a person's wish to send once more came to.
public sealed interface ResendResult {
  /// The delivery is queued again.
  record Queued() implements ResendResult {}

  /// It is not; `why` completes the sentence "delivery 7 was not queued: …".
  record Refused(String why) implements ResendResult {
    public Refused {
      requireNonNull(why, "why is null");
    }
  }
}
