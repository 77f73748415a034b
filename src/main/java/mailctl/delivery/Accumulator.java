package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// Everything that the provider has said about one attempt, as far as the status needs it. Merging
/// is commutative and associative, so events may come in any order and in any company. Counts are
/// the only part that is not idempotent: an event must be merged once, which the history's unique
/// key sees to.
record Accumulator(
    Optional<Verdict> strongest,
    Optional<Instant> firstEventAt,
    Optional<Instant> lastEventAt,
    Optional<Instant> deliveredAt,
    Optional<Instant> spamReportedAt,
    Optional<Instant> unsubscribedAt,
    Visits opens,
    Visits machineOpens,
    Visits clicks,
    Visits machineClicks) {
  static final Accumulator EMPTY =
      new Accumulator(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Visits.NONE,
          Visits.NONE,
          Visits.NONE,
          Visits.NONE);

  Accumulator {
    requireNonNull(strongest, "strongest is null");
    requireNonNull(firstEventAt, "firstEventAt is null");
    requireNonNull(lastEventAt, "lastEventAt is null");
    requireNonNull(deliveredAt, "deliveredAt is null");
    requireNonNull(spamReportedAt, "spamReportedAt is null");
    requireNonNull(unsubscribedAt, "unsubscribedAt is null");
    requireNonNull(opens, "opens is null");
    requireNonNull(machineOpens, "machineOpens is null");
    requireNonNull(clicks, "clicks is null");
    requireNonNull(machineClicks, "machineClicks is null");
  }

  /// Whether the provider has said anything at all, which proves that it took the request.
  boolean hasEvents() {
    return firstEventAt.isPresent();
  }

  Optional<Outcome> outcome() {
    return strongest.map(Verdict::outcome);
  }

  Accumulator merge(Accumulator other) {
    return new Accumulator(
        stronger(strongest, other.strongest),
        Times.earliest(firstEventAt, other.firstEventAt),
        Times.latest(lastEventAt, other.lastEventAt),
        Times.earliest(deliveredAt, other.deliveredAt),
        Times.earliest(spamReportedAt, other.spamReportedAt),
        Times.earliest(unsubscribedAt, other.unsubscribedAt),
        opens.plus(other.opens),
        machineOpens.plus(other.machineOpens),
        clicks.plus(other.clicks),
        machineClicks.plus(other.machineClicks));
  }

  private static Optional<Verdict> stronger(Optional<Verdict> a, Optional<Verdict> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.or(() -> b);
    }
    return a.get().compareTo(b.get()) >= 0 ? a : b;
  }
}
