package mailctl.daemon;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs services until it is told to stop, then drains them within a deadline. For one use.
///
/// ```java
/// Daemon daemon = new Daemon(services, Duration.ofSeconds(25));
/// Runtime.getRuntime().addShutdownHook(daemon.shutdownHook(app::close, Runtime.getRuntime()::halt));
/// daemon.run();
/// ```
public final class Daemon {
  private static final Logger log = LoggerFactory.getLogger(Daemon.class);

  /// What an interrupted service gets to clean up.
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final List<Service> services;
  private final Duration drainTimeout;
  private final LongSupplier nanoTime;
  private final CountDownLatch shutdown = new CountDownLatch(1);
  private final CompletableFuture<Drain> ended = new CompletableFuture<>();

  /// Started in the order of the list and stopped in the reverse one: put the listeners last.
  public Daemon(List<Service> services, Duration drainTimeout) {
    this(services, drainTimeout, System::nanoTime);
  }

  Daemon(List<Service> services, Duration drainTimeout, LongSupplier nanoTime) {
    this.services = List.copyOf(services);
    this.drainTimeout = requireNonNull(drainTimeout, "drainTimeout is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
  }

  /// Starts everything, waits for `shutdown()` or an interrupt, drains. What a service throws at
  /// its start comes out of here, after those that had started were stopped.
  public Drain run() {
    try {
      for (Service service : services) {
        service.start();
      }
      shutdown.await();
    } catch (InterruptedException e) {
      // As good as a signal; the flag would cut the drain short.
      log.info("daemon=interrupted");
    } catch (Throwable e) {
      ended.complete(drain());
      throw e;
    }
    Drain drain = drain();
    ended.complete(drain);
    return drain;
  }

  /// From any thread, any number of times; returns at once.
  public void shutdown() {
    shutdown.countDown();
  }

  /// For `Runtime.addShutdownHook`: asks `run()` to end, waits for it, closes the rest and halts
  /// the process with 0 after a clean drain, else 1. The JVM ignores a second signal while hooks
  /// run, so the deadline is the guarantee: this always ends. Take the hook away again when `run()`
  /// returned by itself or threw.
  public Thread shutdownHook(Runnable close, IntConsumer halt) {
    return shutdownHook(() -> {}, close, halt);
  }

  /// As above; `announce` says first what will happen now.
  public Thread shutdownHook(Runnable announce, Runnable close, IntConsumer halt) {
    return new Thread(() -> endProcess(announce, close, halt), "mailctl-shutdown");
  }

  private void endProcess(Runnable announce, Runnable close, IntConsumer halt) {
    int status = 1;
    try {
      announce.run();
      shutdown();
      Duration atMost = drainTimeout.plus(GRACE).plus(GRACE);
      status = ended.get(atMost.toNanos(), TimeUnit.NANOSECONDS).clean() ? 0 : 1;
      close.run();
    } catch (TimeoutException e) {
      log.error("daemon=stuck the drain did not end");
    } catch (ExecutionException e) {
      log.error("daemon=failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      halt.accept(status);
    }
  }

  private Drain drain() {
    log.info("daemon=draining deadline_s={}", drainTimeout.toSeconds());
    long deadline = nanoTime.getAsLong() + drainTimeout.toNanos();
    for (Service service : services.reversed()) {
      stopTaking(service);
    }
    List<Service> busy = new ArrayList<>();
    for (Service service : services.reversed()) {
      if (!awaitEnd(service, deadline)) {
        busy.add(service);
      }
    }
    busy.forEach(Service::interrupt);
    long graceEnd = nanoTime.getAsLong() + GRACE.toNanos();
    for (Service service : busy) {
      boolean gone = awaitEnd(service, graceEnd);
      log.warn("service={} cut short, ended={}", service.name(), gone);
    }
    Drain drain = new Drain(busy.stream().map(Service::name).toList());
    log.info("daemon=drained clean={}", drain.clean());
    return drain;
  }

  private static void stopTaking(Service service) {
    try {
      service.drain();
    } catch (RuntimeException e) {
      log.error("service={} could not be told to drain", service.name(), e);
    }
  }

  private boolean awaitEnd(Service service, long deadline) {
    while (true) {
      try {
        long left = Math.max(0, deadline - nanoTime.getAsLong());
        return service.awaitEnd(Duration.ofNanos(left));
      } catch (InterruptedException e) {
        // The deadline bounds this wait; an impatient interrupt must not lose work that would end.
        log.info("service={} drain goes on", service.name());
      }
    }
  }
}
