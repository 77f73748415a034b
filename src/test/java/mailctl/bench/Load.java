package mailctl.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/// Posts over several connections at once, each sending its next post when the last was answered.
final class Load {
  /// What came of it, the warm-up left out.
  record Result(long taken, long refused, double seconds, Latencies latencies) {
    double perSecond() {
      return taken / seconds;
    }

    double millis(double quantile) {
      return latencies.millis(quantile);
    }
  }

  private record Share(long taken, long refused, long end, Latencies latencies) {}

  private final Poster.Target target;
  private final int connections;
  private final AtomicInteger next = new AtomicInteger();

  Load(Poster.Target target, int connections) {
    this.target = target;
    this.connections = connections;
  }

  /// For some time, over and over.
  Result during(Duration warmup, Duration time) throws Exception {
    long measureFrom = System.nanoTime() + warmup.toNanos();
    return run(Integer.MAX_VALUE, measureFrom, measureFrom + time.toNanos());
  }

  /// Posts 0 to `posts`, each once.
  Result once(int posts) throws Exception {
    long now = System.nanoTime();
    return run(posts, now, now + Duration.ofMinutes(30).toNanos());
  }

  private Result run(int posts, long from, long until) throws Exception {
    List<Future<Share>> shares = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(connections)) {
      Callable<Share> work = () -> share(posts, from, until);
      for (int i = 0; i < connections; i++) {
        shares.add(threads.submit(work));
      }
    }
    long taken = 0;
    long refused = 0;
    long end = from;
    Latencies latencies = new Latencies();
    for (Future<Share> future : shares) {
      Share share = future.get();
      taken += share.taken();
      refused += share.refused();
      end = Math.max(end, share.end());
      latencies.add(share.latencies());
    }
    return new Result(taken, refused, Math.max(1, end - from) / 1e9, latencies);
  }

  private Share share(int posts, long from, long until) throws Exception {
    Latencies latencies = new Latencies();
    long taken = 0;
    long refused = 0;
    long now = System.nanoTime();
    try (Poster poster = target.open()) {
      for (int n = next.getAndIncrement(); n < posts; n = next.getAndIncrement()) {
        long start = System.nanoTime();
        int count = poster.post(n);
        now = System.nanoTime();
        if (now >= from) {
          taken += count;
          refused += count == 0 ? 1 : 0;
          latencies.record(now - start);
        }
        if (now >= until) {
          break;
        }
      }
    }
    return new Share(taken, refused, now, latencies);
  }
}
