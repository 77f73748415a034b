package mailctl.webhook;

import static java.util.Objects.requireNonNull;

/// The answer to a post.
public sealed interface Receipt {
  /// It is on disk and will be processed, whatever happens next.
  record Stored(WebhookPostId id) implements Receipt {
    public Stored {
      requireNonNull(id, "id is null");
    }
  }

  /// Not shown to be the provider's; nothing was stored.
  record Refused(SignatureVerifier.Verdict why) implements Receipt {
    public Refused {
      requireNonNull(why, "why is null");
    }
  }

  /// Larger than we take; nothing was stored.
  record TooLarge(long limit) implements Receipt {}

  /// It did not come whole; nothing was stored.
  record Incomplete(Why why) implements Receipt {
    public enum Why {
      TOO_SLOW,
      CUT_OFF
    }

    public Incomplete {
      requireNonNull(why, "why is null");
    }
  }

  /// Too many of this client's posts were refused of late; this one was not looked at.
  record Throttled(int retryAfterS) implements Receipt {}

  /// It could not be stored now, or not surely; the sender should come again.
  record Unavailable(String why) implements Receipt {
    public Unavailable {
      requireNonNull(why, "why is null");
    }
  }
}
