package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// When a domain gets no mail for a while: blocks for the sender's reputation or for too much mail
/// speak of the sender, so the domain is slowed and not the address.
///
/// @param blocks of one kind within ten minutes of the events' time, from which on it is slowed
/// @param reputation how long, counted from the end of those ten minutes; zero: not at all
/// @param volume likewise, for too much mail
public record PacePolicy(int blocks, Duration reputation, Duration volume) {
  public static final PacePolicy DEFAULT =
      new PacePolicy(10, Duration.ofHours(1), Duration.ofMinutes(15));

  static final Duration SLOT = Duration.ofMinutes(10);

  /// A slot older than this and its own length slows nobody any more, whatever is still heard of
  /// it.
  Duration longest() {
    return reputation.compareTo(volume) > 0 ? reputation : volume;
  }

  public PacePolicy {
    requireNonNull(reputation, "reputation is null");
    requireNonNull(volume, "volume is null");
    if (blocks < 1) {
      throw new IllegalArgumentException("at least one block, not " + blocks);
    }
  }
}
