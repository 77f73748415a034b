package mailctl.inspect;

import java.time.Instant;
import java.util.List;

/// Whether the books of one scheduled email balance: every delivery in exactly one status, nothing
/// in flight that nobody holds, no status that its attempts contradict.
///
/// @param deliveries all rows, counted by themselves
/// @param abandoned open submissions whose lease ran out: the next sweep puts them right
/// @param contradictions what should not be; only the first hundred
/// @param knownDoubles deliveries mailed twice because a person said that the first was lost
public record Balance(
    long scheduledEmailId,
    StatusCounts statuses,
    long deliveries,
    List<AbandonedSubmission> abandoned,
    List<Contradiction> contradictions,
    long knownDoubles) {
  public Balance {
    abandoned = List.copyOf(abandoned);
    contradictions = List.copyOf(contradictions);
  }

  public boolean balanced() {
    return deliveries == statuses.total() && abandoned.isEmpty() && contradictions.isEmpty();
  }

  public record AbandonedSubmission(long id, String state, int recipients, Instant leaseUntil) {}

  public record Contradiction(long deliveryId, DeliveryStatus status, String what) {}
}
