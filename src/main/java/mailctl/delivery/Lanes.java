package mailctl.delivery;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What one run of sending an email remembers of its lanes: in which of them nothing was due. To
/// find that out again can mean to look at everything that waits in another lane. Shared by the
/// workers of the run.
final class Lanes {
  private final Set<Lane> empty = new HashSet<>();
  private long age;

  /// Before a claim: how old what it finds will be.
  synchronized long age() {
    return age;
  }

  /// Unless something came back since then.
  synchronized void nothingDueIn(Lane lane, long asOf) {
    if (asOf == age) {
      empty.add(lane);
    }
  }

  /// Something went back to the queue.
  synchronized void forget() {
    age++;
    empty.clear();
  }

  synchronized List<Lane> open(List<Lane> lanes) {
    return lanes.stream().filter(lane -> !empty.contains(lane)).toList();
  }
}
