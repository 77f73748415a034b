package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;

/// The books of one scheduled email: where all its recipients are, and the laws that do not hold.
///
/// @param recipients all deliveries, counted by themselves
/// @param statuses how many are in each status that occurs, by its word
/// @param skipped how many of the skipped were so for which reason
/// @param prunedAttempts attempts that may know more than the history still does
/// @param bySettings what differs because settings may have changed since; nothing is wrong with it
public record EmailBooks(
    long id,
    String name,
    long recipients,
    SequencedMap<String, Long> statuses,
    SequencedMap<String, Long> skipped,
    long prunedAttempts,
    List<BrokenLaw> broken,
    List<BrokenLaw> bySettings) {
  public EmailBooks {
    requireNonNull(name, "name is null");
    statuses = Collections.unmodifiableSequencedMap(statuses);
    skipped = Collections.unmodifiableSequencedMap(skipped);
    broken = List.copyOf(broken);
    bySettings = List.copyOf(bySettings);
  }

  public boolean balanced() {
    return broken.isEmpty();
  }
}
