package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

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
