package mailctl.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import mailctl.sendgrid.SendGridEvent;
import mailctl.sendgrid.SendGridEventWriter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Posts what is due to the webhook, signed: by a thread of its own after `start()`, or whenever
/// `flush()` is called. Both may run; posts never overlap.
public final class SandboxWebhook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SandboxWebhook.class);
  private static final Duration LONGEST_NAP = Duration.ofSeconds(1);

  /// What one flush did: posts and events that were taken, posts to try again, posts given up.
  public record Flushed(int posts, int events, int toRepeat, int givenUp) {}

  private record Post(Instant due, long number, int tries, byte[] body, int events) {}

  private final WebhookTarget target;
  private final SigningKey key;
  private final InstantSource clock;
  private final SandboxSettings.PostSettings settings;
  private final SandboxSettings.Reporting reporting;
  private final Duration pace;
  private final SeededHash hash;
  private final Duplicates duplicates;

  private final ReentrantLock posting = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<DueEvent> events = new PriorityQueue<>();
  private final PriorityQueue<Post> repeats =
      new PriorityQueue<>(Comparator.comparing(Post::due).thenComparingLong(Post::number));
  private long nextNumber;
  private boolean closed;
  private @org.jspecify.annotations.Nullable Thread thread;

  SandboxWebhook(
      WebhookTarget target, SigningKey key, InstantSource clock, SandboxSettings settings) {
    this.target = target;
    this.key = key;
    this.clock = clock;
    this.settings = settings.posts();
    this.reporting = settings.reporting();
    this.pace = settings.pace();
    this.hash = new SeededHash(settings.seed());
    this.duplicates = Duplicates.same(hash, settings.posts().duplicatePercent() / 100.0);
  }

  void add(Collection<DueEvent> more) {
    lock.lock();
    try {
      for (DueEvent event : more) {
        if (isLost(event)) {
          continue;
        }
        events.add(event);
        duplicates.of(event, pace.multipliedBy(3)).ifPresent(events::add);
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private boolean isLost(DueEvent event) {
    return event.event().event().origin().email().toLowerCase(Locale.ROOT).matches(".*unheard.*@.*")
        || hash.percentile("lost", SendGridEventWriter.element(event.event()))
            < reporting.lostPercent();
  }

  /// Posts all that is due now and returns when every post has been answered or has failed.
  public Flushed flush() {
    posting.lock();
    try {
      Instant now = clock.instant();
      int taken = 0;
      int takenEvents = 0;
      int toRepeat = 0;
      int givenUp = 0;
      for (Post post : takeDue(now)) {
        int status = post(post);
        LOG.info("post={} events={} status={}", post.number(), post.events(), status);
        if (status >= 200 && status < 300) {
          taken++;
          takenEvents += post.events();
        } else if (post.tries() + 1 < settings.maxTries()) {
          toRepeat++;
          repeatLater(post, now);
        } else {
          givenUp++;
          LOG.warn(
              "webhook post={} status={} given_up_after={}",
              post.number(),
              status,
              post.tries() + 1);
        }
      }
      return new Flushed(taken, takenEvents, toRepeat, givenUp);
    } finally {
      posting.unlock();
    }
  }

  /// Events and posts that wait, due or not.
  public int waiting() {
    lock.lock();
    try {
      return events.size() + repeats.size();
    } finally {
      lock.unlock();
    }
  }

  private List<Post> takeDue(Instant now) {
    lock.lock();
    try {
      List<Post> due = new ArrayList<>();
      while (!repeats.isEmpty() && !repeats.element().due().isAfter(now)) {
        due.add(repeats.remove());
      }
      List<SendGridEvent> dueEvents = new ArrayList<>();
      while (!events.isEmpty() && !events.element().due().isAfter(now)) {
        dueEvents.add(events.remove().event());
      }
      if (settings.shuffled()) {
        Collections.shuffle(dueEvents, new Random(hash.number("order", Long.toString(nextNumber))));
      }
      for (int from = 0; from < dueEvents.size(); from += settings.batchSize()) {
        int to = Math.min(dueEvents.size(), from + settings.batchSize());
        byte[] body = SendGridEventWriter.post(dueEvents.subList(from, to));
        due.add(new Post(now, nextNumber++, 0, body, to - from));
      }
      return due;
    } finally {
      lock.unlock();
    }
  }

  private int post(Post post) {
    return target.post(SignedHeaders.of(key.current(), clock.instant(), post.body()), post.body());
  }

  private void repeatLater(Post post, Instant now) {
    Duration wait = settings.redeliverAfter().multipliedBy(1L << Math.min(post.tries(), 20));
    lock.lock();
    try {
      repeats.add(
          new Post(now.plus(wait), post.number(), post.tries() + 1, post.body(), post.events()));
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Starts the thread that posts as events fall due.
  public void start() {
    lock.lock();
    try {
      if (thread == null && !closed) {
        thread = Thread.ofPlatform().daemon().name("sandbox-webhook").start(this::run);
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (awaitDue()) {
      try {
        flush();
      } catch (RuntimeException e) {
        LOG.error("webhook posts failed, will keep running", e);
      }
    }
  }

  /// Returns when something may be due, and false when it is over.
  private boolean awaitDue() {
    lock.lock();
    try {
      while (!closed) {
        Duration wait = untilDue();
        if (!wait.isPositive()) {
          return true;
        }
        changed.awaitNanos(wait.toNanos());
      }
      return false;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private Duration untilDue() {
    Instant now = clock.instant();
    Duration wait = LONGEST_NAP;
    for (Instant due :
        new Instant[] {
          events.isEmpty() ? Instant.MAX : events.element().due(),
          repeats.isEmpty() ? Instant.MAX : repeats.element().due()
        }) {
      if (due.isBefore(now.plus(wait))) {
        wait = Duration.between(now, due);
      }
    }
    return wait;
  }

  void clear() {
    lock.lock();
    try {
      events.clear();
      repeats.clear();
    } finally {
      lock.unlock();
    }
  }

  /// Stops the thread after the post in progress; what waits is lost.
  @Override
  public void close() {
    Thread running;
    lock.lock();
    try {
      closed = true;
      running = thread;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (running == null) {
      return;
    }
    try {
      if (!running.join(Duration.ofSeconds(11))) {
        running.interrupt();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
