package mailctl.campaign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import mailctl.database.Refusal;

/// Everything that is wrong with a file, each with its line, to be told at once.
final class ImportProblems {
  private record Problem(int line, String what) {}

  private final String file;
  private final List<Problem> problems = new ArrayList<>();

  ImportProblems(String file) {
    this.file = file;
  }

  void add(int line, String what) {
    problems.add(new Problem(line, what));
  }

  boolean isEmpty() {
    return problems.isEmpty();
  }

  /// Runs one step; a refusal of it becomes a problem of that line.
  void attempt(int line, Runnable step) {
    try {
      step.run();
    } catch (Refusal e) {
      add(line, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      add(line, String.valueOf(e.getMessage()));
    }
  }

  /// @throws Refusal of kind DATA that lists them, when there are any
  void throwIfAny() {
    if (problems.isEmpty()) {
      return;
    }
    String list =
        problems.stream()
            .sorted(Comparator.comparingInt(Problem::line))
            .map(each -> "\n  line " + each.line() + ": " + each.what())
            .collect(Collectors.joining());
    String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    throw new Refusal(Refusal.Kind.DATA, file + " has " + count + "; nothing was imported" + list);
  }
}
