package mailctl.http;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Whether this process can do its job now, and if not, why.
public final class Readiness {
  private static final long PATIENCE_S = 2;

  /// Asks about one thing; the answer is the problem, in words. What it throws is a problem, too.
  public record Check(String name, Supplier<Optional<String>> problem) {
    public Check {
      requireNonNull(name, "name is null");
      requireNonNull(problem, "problem is null");
    }
  }

  private final List<Check> checks;
  private volatile boolean draining;

  public Readiness(List<Check> checks) {
    this.checks = List.copyOf(checks);
  }

  /// From now on it is not ready, whatever the checks say.
  public void drain() {
    draining = true;
  }

  /// Empty when ready. Never takes longer than a moment: a check that does is a problem.
  List<String> problems() {
    if (draining) {
      return List.of("draining");
    }
    // Not closed here: that would wait for a check that hangs. It ends with its last task.
    ExecutorService asking = Executors.newVirtualThreadPerTaskExecutor();
    List<Future<Optional<String>>> answers =
        checks.stream().map(check -> asking.submit(() -> check.problem().get())).toList();
    asking.shutdown();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      String name = checks.get(i).name();
      answer(answers.get(i)).ifPresent(problem -> problems.add(name + ": " + problem));
    }
    return problems;
  }

  private static Optional<String> answer(Future<Optional<String>> answer) {
    try {
      return answer.get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      return Optional.of("no answer");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String message = cause.getMessage();
      return Optional.of(message == null ? cause.getClass().getSimpleName() : message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }
}
