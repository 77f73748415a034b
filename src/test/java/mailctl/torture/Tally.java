package mailctl.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the run went through, counted by name, and what should not have happened. Safe for many
/// threads.
final class Tally {
  private static final int SAMPLES = 12;

  private final Map<String, Long> counts = new TreeMap<>();
  private final List<String> complaints = new ArrayList<>();
  private final Map<String, Integer> errors = new TreeMap<>();
  private int kills;

  synchronized void count(String what) {
    count(what, 1);
  }

  synchronized void count(String what, long howOften) {
    counts.merge(what, howOften, Long::sum);
  }

  synchronized void killed(String command) {
    kills++;
    count("killed " + command);
  }

  synchronized int kills() {
    return kills;
  }

  synchronized long of(String what) {
    return counts.getOrDefault(what, 0L);
  }

  /// Makes the run fail in the end.
  synchronized void complain(String words) {
    complaints.add(words);
  }

  synchronized List<String> complaints() {
    return List.copyOf(complaints);
  }

  /// A line of a process's log; equal ones, numbers aside, are shown once.
  synchronized void error(String line) {
    String shape = line.replaceAll("[0-9]+", "#");
    if (errors.containsKey(shape) || errors.size() < SAMPLES) {
      errors.merge(shape, 1, Integer::sum);
    }
  }

  synchronized Map<String, Integer> errors() {
    return Map.copyOf(errors);
  }

  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
