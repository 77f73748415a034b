package mailctl.policy;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What a policy says of the history of one address. Pure, and whatever the order of the incidents.
final class Judgement {
  private Judgement() {}

  /// The incidents that suppress: each that does by itself, and each counted one that is one too
  /// many.
  ///
  /// @param lifted when a person last said that the address may be mailed again: nothing before
  ///   that is counted
  static List<Incident> of(
      BouncePolicy policy, Collection<Incident> incidents, Optional<Instant> lifted) {
    List<Incident> suppressing = new ArrayList<>();
    Deque<Incident> counted = new ArrayDeque<>();
    for (Incident incident : incidents.stream().sorted(Incident.BY_TIME).toList()) {
      if (incident.fault().isEmpty()) {
        counted.clear();
        continue;
      }
      switch (policy.action(incident.fault().get())) {
        case SUPPRESS -> suppressing.add(incident);
        case COUNT -> {
          if (lifted.filter(at -> !at.isBefore(incident.at())).isPresent()) {
            continue;
          }
          counted.addLast(incident);
          while (counted.getFirst().at().plus(policy.within()).isBefore(incident.at())) {
            counted.removeFirst();
          }
          if (counted.size() >= policy.events()) {
            suppressing.add(incident);
          }
        }
        case IGNORE -> {}
      }
    }
    return suppressing;
  }
}
