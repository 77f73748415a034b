package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import mailctl.provider.SubmissionOutcome;

/// What a run of sending came to, in recipients; and why it stopped early, if it did.
///
/// @param accepted taken by the provider
/// @param rejected refused by name; the others of their requests went back to the queue
/// @param inDoubt called, and nobody knows
/// @param skipped suppressed since they were planned
public record Dispatched(
    long accepted, long rejected, long inDoubt, long skipped, Optional<Halt> halt) {
  public static final Dispatched NOTHING = new Dispatched(0, 0, 0, 0, Optional.empty());

  public Dispatched {
    requireNonNull(halt, "halt is null");
  }

  static Dispatched skipped(int recipients) {
    return new Dispatched(0, 0, 0, recipients, Optional.empty());
  }

  static Dispatched halted(Halt halt) {
    return new Dispatched(0, 0, 0, 0, Optional.of(halt));
  }

  /// What one call came to.
  ///
  /// @param pause where nobody told us how long to wait
  static Dispatched of(SubmissionOutcome outcome, int recipients, Duration pause) {
    return switch (outcome) {
      case SubmissionOutcome.Accepted _ -> new Dispatched(recipients, 0, 0, 0, Optional.empty());
      case SubmissionOutcome.Rejected rejected ->
          new Dispatched(0, recipients == 1 ? 1 : rejected.named().size(), 0, 0, Optional.empty());
      case SubmissionOutcome.InDoubt _ -> new Dispatched(0, 0, recipients, 0, Optional.empty());
      case SubmissionOutcome.Returned returned ->
          halted(new Halt(returned.cause(), returned.words(), returned.retryAfter().orElse(pause)));
    };
  }

  /// For going on after a pause.
  Dispatched withoutHalt() {
    return new Dispatched(accepted, rejected, inDoubt, skipped, Optional.empty());
  }

  /// Nobody was sent to, refused or skipped.
  public boolean isNothing() {
    return accepted == 0 && rejected == 0 && inDoubt == 0 && skipped == 0;
  }

  public Dispatched plus(Dispatched other) {
    return new Dispatched(
        accepted + other.accepted,
        rejected + other.rejected,
        inDoubt + other.inDoubt,
        skipped + other.skipped,
        halt.or(other::halt));
  }
}
