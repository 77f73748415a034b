package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import mailctl.database.Blame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lets small posts share commits. A batch is what came while the commit before it ran: nobody
/// waits for others, and the slower the disk, the larger the batches. What fails in company is
/// tried alone, so that each is answered for itself.
final class GroupCommit implements AutoCloseable {
  static final int MAX_POSTS = 256;
  static final int MAX_BYTES = 1 << 20;

  private static final Logger log = LoggerFactory.getLogger(GroupCommit.class);

  /// `receipt` comes after the commit.
  private record Waiting(IncomingPost post, CompletableFuture<WebhookPostId> receipt) {}

  private final Function<List<IncomingPost>, List<WebhookPostId>> store;
  private final Duration patience;
  private final List<Writer> writers = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private boolean closed;

  /// `store` keeps all that it is given, durably, or throws and keeps none. When it takes longer
  /// than `patience`, newcomers are turned away at once.
  GroupCommit(
      Function<List<IncomingPost>, List<WebhookPostId>> store, int writers, Duration patience) {
    this.store = requireNonNull(store, "store is null");
    this.patience = requireNonNull(patience, "patience is null");
    for (int i = 1; i <= writers; i++) {
      this.writers.add(new Writer(i));
    }
    this.writers.forEach(each -> each.thread.start());
  }

  /// The receipt fails with whatever kept the post from being stored. Whoever stops waiting for it
  /// calls `forget`.
  CompletableFuture<WebhookPostId> submit(IncomingPost post) {
    CompletableFuture<WebhookPostId> receipt = new CompletableFuture<>();
    if (isStuck()) {
      receipt.completeExceptionally(new IllegalStateException("earlier posts still wait"));
      return receipt;
    }
    lock.lock();
    try {
      if (closed) {
        receipt.completeExceptionally(new IllegalStateException("closed"));
      } else {
        waiting.add(new Waiting(post, receipt));
        arrived.signal();
      }
      return receipt;
    } finally {
      lock.unlock();
    }
  }

  /// Lets go of a post that no writer has taken yet, and of its memory.
  void forget(CompletableFuture<WebhookPostId> receipt) {
    receipt.cancel(false);
    lock.lock();
    try {
      waiting.removeIf(each -> each.receipt() == receipt);
    } finally {
      lock.unlock();
    }
  }

  /// Stores what waits, then ends.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      for (Writer each : writers) {
        each.thread.join(patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isStuck() {
    long now = System.nanoTime();
    return writers.stream().allMatch(each -> each.isStuck(now));
  }

  /// The next batch; empty at the end. When it throws, nothing was taken.
  private List<Waiting> take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && !closed) {
        arrived.await();
      }
      List<Waiting> batch = new ArrayList<>(Math.min(waiting.size(), MAX_POSTS));
      long bytes = 0;
      while (!waiting.isEmpty() && batch.size() < MAX_POSTS) {
        bytes += waiting.getFirst().post().size();
        if (!batch.isEmpty() && bytes > MAX_BYTES) {
          break;
        }
        batch.add(waiting.removeFirst());
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void store(List<Waiting> batch) {
    try {
      List<WebhookPostId> ids = store.apply(batch.stream().map(Waiting::post).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).receipt().complete(ids.get(i));
      }
    } catch (RuntimeException e) {
      if (batch.size() == 1 || Blame.isTheServers(e)) {
        fail(batch, e);
      } else {
        log.warn("webhook=batch_failed posts={} error=\"{}\"", batch.size(), e.toString());
        batch.forEach(each -> store(List.of(each)));
      }
    } catch (Error e) {
      // Out of memory, most likely: this batch pays for it, not the writer.
      fail(batch, e);
    }
  }

  private static void fail(List<Waiting> batch, Throwable why) {
    batch.forEach(each -> each.receipt().completeExceptionally(why));
  }

  private final class Writer implements Runnable {
    private final Thread thread;

    /// When the current batch began; 0 between batches.
    private final AtomicLong since = new AtomicLong();

    Writer(int number) {
      this.thread = Thread.ofPlatform().daemon().name("webhook-writer-" + number).unstarted(this);
    }

    boolean isStuck(long now) {
      long began = since.get();
      return began != 0 && now - began > patience.toNanos();
    }

    @Override
    public void run() {
      try {
        while (storeNext()) {}
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    /// False at the end.
    private boolean storeNext() throws InterruptedException {
      try {
        List<Waiting> batch = take();
        if (batch.isEmpty()) {
          return false;
        }
        since.set(System.nanoTime() | 1);
        store(batch);
      } catch (Error e) {
        // Out of memory, most likely: whoever waits comes again or is stored with the next batch.
        logged(e);
      } finally {
        since.set(0);
      }
      return true;
    }

    private static void logged(Error e) {
      try {
        log.error("webhook=writer_failed", e);
      } catch (Error again) {
        // The writer outlives that, too.
      }
    }
  }
}
