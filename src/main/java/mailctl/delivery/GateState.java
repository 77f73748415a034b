package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How the gate stands, and which budgets there are.
///
/// @param clean there is nothing that a success would have to take back
/// @param domains those with a budget of their own
record GateState(
    Optional<Instant> pausedUntil,
    String pauseWords,
    boolean clean,
    int faults,
    String faultWords,
    Optional<Instant> openUntil,
    boolean budgeted,
    List<String> domains) {
  GateState {
    requireNonNull(pausedUntil, "pausedUntil is null");
    requireNonNull(pauseWords, "pauseWords is null");
    requireNonNull(faultWords, "faultWords is null");
    requireNonNull(openUntil, "openUntil is null");
    domains = List.copyOf(domains);
  }

  boolean limited() {
    return budgeted || !domains.isEmpty();
  }
}
