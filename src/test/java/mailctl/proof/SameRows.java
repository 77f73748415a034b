package mailctl.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Compares what two orders of the same sets came to.
final class SameRows {
  private SameRows() {}

  static void compare(
      Map<Integer, String> actual,
      Map<Integer, String> expected,
      List<List<Sample>> sets,
      String name) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (group, rows) -> {
          String others = actual.getOrDefault(group, "");
          if (!others.equals(rows)) {
            Set<String> missing = new TreeSet<>(rows.lines().toList());
            Set<String> surplus = new TreeSet<>(others.lines().toList());
            missing.removeAll(others.lines().toList());
            surplus.removeAll(rows.lines().toList());
            throw new AssertionError(
                "seed %d, %s, group %d%nexpected%n  %s%nbut was%n  %s%nafter%n  %s"
                    .formatted(
                        Proof.SEED,
                        name,
                        group,
                        String.join("\n  ", missing),
                        String.join("\n  ", surplus),
                        String.join(
                            "\n  ", sets.get(group).stream().map(Sample::original).toList())));
          }
        });
  }
}
