package mailctl.provider;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What is known after one request, for all of its recipients at once.
public sealed interface SubmissionOutcome {
  /// The provider took it. The message id can be missing: that is not a failed send. `pause` is how
  /// long it will take no more, if it said so.
  record Accepted(Optional<String> messageId, Optional<Duration> pause)
      implements SubmissionOutcome {
    public Accepted(Optional<String> messageId) {
      this(messageId, Optional.empty());
    }

    public Accepted {
      requireNonNull(messageId, "messageId is null");
      requireNonNull(pause, "pause is null");
    }
  }

  /// Certainly not taken, through no fault of the message: it goes back to the queue and nothing is
  /// used up. `retryAfter` is the provider's wish, if it had one.
  record Returned(ReturnCause cause, String words, Optional<Duration> retryAfter)
      implements SubmissionOutcome {
    public Returned {
      requireNonNull(cause, "cause is null");
      requireNonNull(words, "words is null");
      requireNonNull(retryAfter, "retryAfter is null");
    }
  }

  /// Certainly not taken, because of what it says. `named` maps positions in the request's list of
  /// recipients to the provider's words about them, and is empty when it blamed nobody.
  record Rejected(String words, Map<Integer, String> named) implements SubmissionOutcome {
    public Rejected {
      requireNonNull(words, "words is null");
      named = Map.copyOf(named);
    }
  }

  /// It may have been taken: a time-out, a reset, a lost answer, a 5xx.
  record InDoubt(String words) implements SubmissionOutcome {
    public InDoubt {
      requireNonNull(words, "words is null");
    }
  }
}
