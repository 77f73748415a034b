package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import mailctl.database.DatabaseUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets threads share transactions. What they bring while one runs goes into the next one together:
/// nobody waits for others to come, and the slower the disk, the more share a commit. It has no
/// threads of its own: whoever finds nobody at work works for all who wait, once, and then appoints
/// the first of those who came meanwhile. What fails in company is tried alone, so that each is
/// answered for itself.
final class SharedWork<T, R> {
  private static final Logger LOG = LoggerFactory.getLogger(SharedWork.class);

  private final Function<List<T>, List<R>> work;
  private final int most;
  private final int crews;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Waiting<T, R>> waiting = new ArrayDeque<>();
  private int running;

  /// @param work does everything that it is given, and has an answer for each in their order, or
  ///   throws and does nothing
  /// @param most things at a time
  /// @param crews how many may be at work at a time
  SharedWork(Function<List<T>, List<R>> work, int most, int crews) {
    this.work = requireNonNull(work, "work is null");
    this.most = most;
    this.crews = crews;
  }

  /// Returns when that was done, whoever did it.
  R bring(T item) {
    Waiting<T, R> mine = new Waiting<>(item);
    if (!mayLead(mine)) {
      mine.called.join();
    }
    if (!mine.answer.isDone()) {
      lead(mine);
    }
    return mine.answer();
  }

  /// How many wait for those who are at work.
  int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  private boolean mayLead(Waiting<T, R> mine) {
    lock.lock();
    try {
      boolean may = running < crews;
      if (may) {
        running++;
      } else {
        waiting.add(mine);
      }
      return may;
    } finally {
      lock.unlock();
    }
  }

  private void lead(Waiting<T, R> mine) {
    List<Waiting<T, R>> batch = take(mine);
    try {
      answer(batch);
    } finally {
      appoint();
      batch.forEach(each -> each.called.complete(true));
    }
  }

  private List<Waiting<T, R>> take(Waiting<T, R> mine) {
    lock.lock();
    try {
      List<Waiting<T, R>> batch = new ArrayList<>();
      batch.add(mine);
      while (!waiting.isEmpty() && batch.size() < most) {
        batch.add(waiting.removeFirst());
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void appoint() {
    lock.lock();
    try {
      if (waiting.isEmpty()) {
        running--;
      } else {
        waiting.removeFirst().called.complete(true);
      }
    } finally {
      lock.unlock();
    }
  }

  private void answer(List<Waiting<T, R>> batch) {
    try {
      List<R> answers = work.apply(batch.stream().map(each -> each.item).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer.complete(answers.get(i));
      }
    } catch (DatabaseUnavailableException | Error e) {
      batch.forEach(each -> each.answer.completeExceptionally(e));
    } catch (RuntimeException e) {
      if (batch.size() == 1) {
        batch.getFirst().answer.completeExceptionally(e);
      } else {
        LOG.warn("shared=failed things={} error=\"{}\"", batch.size(), e.toString());
        batch.forEach(each -> answer(List.of(each)));
      }
    }
  }

  private static final class Waiting<T, R> {
    private final T item;
    private final CompletableFuture<R> answer = new CompletableFuture<>();

    /// To lead, when there is no answer yet.
    private final CompletableFuture<Boolean> called = new CompletableFuture<>();

    Waiting(T item) {
      this.item = item;
    }

    R answer() {
      try {
        return answer.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        if (e.getCause() instanceof Error cause) {
          throw cause;
        }
        throw e;
      }
    }
  }
}
