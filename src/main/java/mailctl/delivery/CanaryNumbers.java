package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What became of those who went first.
///
/// @param unsent wait for their first call, or are being called
/// @param gone were not taken at all, so that nothing will be heard: skipped, cancelled, refused
/// @param heard have an end, if perhaps not the last: delivered, blocked, dropped or bounced
/// @param bounced of those heard of; likewise blocked (once, whatever came after) and complained
/// @param calledAt when the last of them was called for the first time
record CanaryNumbers(
    int recipients,
    int unsent,
    int gone,
    int heard,
    int bounced,
    int blocked,
    int complained,
    Optional<Instant> calledAt) {
  CanaryNumbers {
    requireNonNull(calledAt, "calledAt is null");
  }

  /// Those of whom something is to be heard.
  int sample() {
    return recipients - gone;
  }

  boolean isSilentFor(Duration time, Instant now) {
    return calledAt.filter(at -> !at.plus(time).isAfter(now)).isPresent();
  }

  String words() {
    return "heard of %d of %d: %d bounced, %d blocked, %d complained"
        .formatted(heard, sample(), bounced, blocked, complained);
  }
}
