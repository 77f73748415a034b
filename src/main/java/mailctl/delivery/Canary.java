package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import mailctl.campaign.ScheduledEmailId;

/// The first recipients of an email, and what they mean for the rest.
///
/// @param heldBack how many waited for them
/// @param heard by the last look; likewise the next three
/// @param words why it was decided so; empty while it is not
public record Canary(
    ScheduledEmailId email,
    State state,
    String share,
    int recipients,
    int heldBack,
    Instant startedAt,
    int heard,
    int bounced,
    int blocked,
    int complained,
    String words,
    Optional<Instant> decidedAt) {
  /// How far it is. `RELEASED`: a person did not wait for the verdict, or overruled it.
  public enum State {
    PROBING,
    PASSED,
    FAILED,
    RELEASED
  }

  public Canary {
    requireNonNull(email, "email is null");
    requireNonNull(state, "state is null");
    requireNonNull(share, "share is null");
    requireNonNull(startedAt, "startedAt is null");
    requireNonNull(words, "words is null");
    requireNonNull(decidedAt, "decidedAt is null");
  }

  public boolean isProbing() {
    return state == State.PROBING;
  }

  /// Whether nothing is to be held back any more.
  boolean letsTheRestGo() {
    return state == State.PASSED || state == State.RELEASED;
  }
}
