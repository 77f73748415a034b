package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What one run of sending an email remembers of its lanes: in which of them nothing was due. To
/// find that out again can mean to look at everything that waits in another lane. Shared by the
/// workers of the run.
final class Lanes {
  /// What was found is true for those who ask a little later, too.
  private static final long FRESH = TimeUnit.MILLISECONDS.toNanos(100);

  private record Finding(boolean due, long age, long nanos) {}

  private final Set<Lane> empty = new HashSet<>();
  private final ReentrantLock looking = new ReentrantLock();
  private final LongSupplier nanoTime;
  private long age;
  private @Nullable Finding last;

  Lanes() {
    this(System::nanoTime);
  }

  Lanes(LongSupplier nanoTime) {
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /// Whether anything is due in any lane. Of many who have to wait one looks, and the others have
  /// its answer.
  boolean isAnyDue(BooleanSupplier look) {
    looking.lock();
    try {
      long before = age();
      long now = nanoTime.getAsLong();
      Finding known = last;
      if (known != null && known.age() == before && now - known.nanos() < FRESH) {
        return known.due();
      }
      boolean due = look.getAsBoolean();
      last = new Finding(due, before, now);
      return due;
    } finally {
      looking.unlock();
    }
  }

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
