package mailctl.webhook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// When to look again for the delivery of a parked event: soon at first, then hourly, for a week.
final class MatchBackoff {
  private static final List<Duration> FIRST =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMinutes(30));
  private static final Duration LATER = Duration.ofHours(1);
  private static final Duration GIVE_UP_AFTER = Duration.ofDays(7);

  private MatchBackoff() {}

  /// `tries` counts the looks since it was parked.
  static Optional<Instant> next(ParkedReason reason, Instant parkedAt, int tries, Instant now) {
    if (!reason.mayMend() || now.isAfter(parkedAt.plus(GIVE_UP_AFTER))) {
      return Optional.empty();
    }
    return Optional.of(now.plus(tries < FIRST.size() ? FIRST.get(tries) : LATER));
  }
}
