package mailctl.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// What the run went through, counted by name, and what should not have happened. Safe for many
/// threads.
final class Tally {
  private static final int SAMPLES = 20;

  private static final Pattern SHAMEFUL =
      Pattern.compile(
          "violates|deadlock|NullPointer|IllegalState|IllegalArgument|OutOfMemory|ClassCast");

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

  /// What a process's log says went wrong; equal lines, numbers aside, are shown once. Losing
  /// PostgreSQL is no shame, a broken constraint is.
  synchronized void errors(Victim victim) {
    for (String line : victim.errors()) {
      String shape = line.replaceAll("[0-9]+", "#");
      if (errors.containsKey(shape) || errors.size() < SAMPLES) {
        errors.merge(shape, 1, Integer::sum);
      }
      if (SHAMEFUL.matcher(line).find()) {
        complain(line);
      }
    }
  }

  synchronized Map<String, Integer> errors() {
    return Map.copyOf(errors);
  }

  synchronized Map<String, Long> counts() {
    return new TreeMap<>(counts);
  }
}
