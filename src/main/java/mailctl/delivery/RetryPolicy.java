package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.provider.BounceClass;

/// When a blocked delivery is tried again: a ladder of waiting times per class of block, each
/// counted from the block it answers. A class without a ladder is not retried.
public final class RetryPolicy {
  /// Recommended for SendGrid, which publishes no delays of its own: its documentation only says
  /// that blocks are not suppressed and that a full mailbox deserves three to five tries.
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          Map.of(
              BounceClass.TECHNICAL, hours(1, 4, 24),
              BounceClass.UNCLASSIFIED, hours(1, 4, 24),
              BounceClass.VOLUME, hours(4, 12, 24),
              BounceClass.MAILBOX_UNAVAILABLE, hours(24, 72),
              BounceClass.REPUTATION, hours(24)),
          Optional.of(hours(24)),
          Duration.ofMinutes(1));

  /// SendGrid tries for up to 72 hours before it calls a deferral a block. A block so long after
  /// the first event of its attempt is such a one.
  private static final Duration LONG_TRIED = Duration.ofHours(48);

  /// Events of absurd times are dated up to here; a year of five digits is no time to PostgreSQL.
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

  private final Map<BounceClass, List<Duration>> ladders;
  private final Optional<List<Duration>> expired;
  private final Duration jitter;

  /// `jitter` is the most by which a retry is put off, so that a thousand blocks of one second do
  /// not come back in one second.
  public RetryPolicy(Map<BounceClass, List<Duration>> ladders, Duration jitter) {
    this(ladders, Optional.empty(), jitter);
  }

  /// @param expired the ladder after a block at the end of a long deferral, instead of that of its
  ///   class
  public RetryPolicy(
      Map<BounceClass, List<Duration>> ladders, Optional<List<Duration>> expired, Duration jitter) {
    this.expired = expired.map(List::copyOf);
    Map<BounceClass, List<Duration>> copy = new EnumMap<>(BounceClass.class);
    ladders.forEach((bounceClass, ladder) -> copy.put(bounceClass, List.copyOf(ladder)));
    this.ladders = copy;
    this.jitter = requireNonNull(jitter, "jitter is null");
  }

  /// The waits before each further try, each counted from the block that it answers; empty when
  /// there is none.
  ///
  /// @param longTried the block ended a long deferral
  public List<Duration> ladder(BounceClass bounceClass, boolean longTried) {
    List<Duration> own = ladders.getOrDefault(bounceClass, List.of());
    return longTried && !own.isEmpty() ? expired.orElse(own) : own;
  }

  static boolean isLongTried(Instant firstEventAt, Instant blockedAt) {
    return !firstEventAt.plus(LONG_TRIED).isAfter(blockedAt);
  }

  /// The time of the next attempt after the `blocks`-th block (1, 2, …), or nothing when the ladder
  /// has ended. The same question always gets the same answer: the jitter is taken from `seed`.
  Optional<Instant> retryAt(
      BounceClass bounceClass, boolean longTried, int blocks, Instant blockedAt, long seed) {
    List<Duration> ladder = ladder(bounceClass, longTried);
    // None when only attempts outside the ladder were blocked: they wait as after a first block.
    int step = Math.max(blocks, 1);
    if (step > ladder.size()) {
      return Optional.empty();
    }
    Instant at = blockedAt.plus(ladder.get(step - 1)).plus(jitter(seed));
    return Optional.of(at.isAfter(LATEST) ? LATEST : at);
  }

  private Duration jitter(long seed) {
    long millis = jitter.toMillis();
    if (millis == 0) {
      return Duration.ZERO;
    }
    // Fibonacci hashing spreads neighbouring ids over the whole range.
    long spread = (seed * 0x9E3779B97F4A7C15L) >>> 1;
    return Duration.ofMillis(spread % millis);
  }

  private static List<Duration> hours(int... hours) {
    return java.util.Arrays.stream(hours).mapToObj(Duration::ofHours).toList();
  }
}
