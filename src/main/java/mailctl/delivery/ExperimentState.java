package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// How far the versions of an email that has started are.
///
/// @param winner of one that is decided
/// @param restGets what those get who waited, once that is known
/// @param words why it was decided so; empty while it is not
/// @param carriedOut nobody waits any more
public record ExperimentState(
    Stage stage,
    Instant startedAt,
    Instant deadlineAt,
    Optional<String> winner,
    Optional<String> restGets,
    String words,
    Optional<Instant> decidedAt,
    Optional<String> decidedBy,
    boolean carriedOut) {
  /// `STOPPED`: by a person, or for too many complaints.
  public enum Stage {
    RUNNING,
    DECIDED,
    NO_WINNER,
    STOPPED
  }

  public ExperimentState {
    requireNonNull(stage, "stage is null");
    requireNonNull(startedAt, "startedAt is null");
    requireNonNull(deadlineAt, "deadlineAt is null");
    requireNonNull(winner, "winner is null");
    requireNonNull(restGets, "restGets is null");
    requireNonNull(words, "words is null");
    requireNonNull(decidedAt, "decidedAt is null");
    requireNonNull(decidedBy, "decidedBy is null");
  }

  public boolean isRunning() {
    return stage == Stage.RUNNING;
  }
}
