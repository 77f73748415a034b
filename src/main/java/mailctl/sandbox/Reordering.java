package mailctl.sandbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// A stream put into order, or out of it, as far as a bounded number of things in memory allows.
final class Reordering<T extends Comparable<? super T>> {
  private static final int FULL = 20_000;

  private final @Nullable Random random;
  private final PriorityQueue<T> sorted = new PriorityQueue<>(Comparator.naturalOrder());
  private final List<T> mixed = new ArrayList<>();

  private Reordering(@Nullable Random random) {
    this.random = random;
  }

  /// The smallest first.
  static <T extends Comparable<? super T>> Reordering<T> sorted() {
    return new Reordering<>(null);
  }

  /// Any first, the same for the same seed.
  static <T extends Comparable<? super T>> Reordering<T> shuffled(long seed) {
    return new Reordering<>(new Random(seed));
  }

  boolean isEmpty() {
    return sorted.isEmpty() && mixed.isEmpty();
  }

  /// Full: better take something out first.
  boolean isFull() {
    return sorted.size() + mixed.size() >= FULL;
  }

  void add(T thing) {
    if (random == null) {
      sorted.add(thing);
    } else {
      mixed.add(thing);
    }
  }

  T remove() {
    if (random == null) {
      return sorted.remove();
    }
    int last = mixed.size() - 1;
    int index = random.nextInt(mixed.size());
    T chosen = mixed.get(index);
    mixed.set(index, mixed.get(last));
    mixed.remove(last);
    return chosen;
  }
}
