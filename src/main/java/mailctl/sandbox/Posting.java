package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import mailctl.sendgrid.SendGridSigner;

/// Posts a stream over several connections, signed, at a rate or as fast as it is answered, and
/// keeps count. A post that a busy or absent listener did not take is tried again with growing
/// pauses, as SendGrid does for a day; here a few times. For one run.
public final class Posting {
  /// `tries` in all for a post, the second after `pause`, each further one after twice as long.
  public record Settings(int connections, Optional<PostingRate> rate, int tries, Duration pause) {
    public Settings {
      requireNonNull(rate, "rate is null");
      requireNonNull(pause, "pause is null");
      if (connections < 1 || tries < 1) {
        throw new IllegalArgumentException("there is at least one connection, and one try");
      }
    }
  }

  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final HttpWebhookTarget target;
  private final SendGridSigner signer;
  private final InstantSource clock;
  private final Settings settings;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Latencies latencies = new Latencies();
  private final AtomicLong accepted = new AtomicLong();
  private volatile Optional<String> gaveUp = Optional.empty();
  private volatile Optional<RuntimeException> broken = Optional.empty();

  // Under the lock of `answers`.
  private final Map<String, Long> answers = new TreeMap<>();
  private final Map<String, Long> refused = new TreeMap<>();
  private long posts;
  private long events;
  private long acceptedEvents;
  private long requests;

  // Under the lock of `this`: the stream and the time table.
  private long nextSlot;
  private boolean stopped;

  public Posting(
      HttpWebhookTarget target, SendGridSigner signer, InstantSource clock, Settings settings) {
    this.target = requireNonNull(target, "target is null");
    this.signer = requireNonNull(signer, "signer is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.settings = requireNonNull(settings, "settings is null");
  }

  /// Returns when all is posted, or after `stop`. What the stream throws is thrown.
  public PostingReport run(Iterator<OutgoingPost> stream) {
    long start = System.nanoTime();
    nextSlot = start;
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < settings.connections(); i++) {
      workers.add(Thread.ofPlatform().daemon().name("posting-" + i).start(() -> work(stream)));
    }
    for (Thread worker : workers) {
      join(worker);
    }
    if (broken.isPresent()) {
      throw broken.get();
    }
    return report(Duration.ofNanos(System.nanoTime() - start));
  }

  /// Ends the run after the requests in progress; from any thread.
  public void stop() {
    synchronized (this) {
      stopped = true;
    }
    stop.countDown();
  }

  /// Posts accepted so far.
  public long accepted() {
    return accepted.get();
  }

  private void join(Thread worker) {
    boolean interrupted = false;
    while (true) {
      try {
        worker.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
        stop();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work(Iterator<OutgoingPost> stream) {
    try {
      Optional<Turn> turn = next(stream);
      while (turn.isPresent() && await(turn.get().slot() - System.nanoTime())) {
        settle(turn.get().post());
        turn = next(stream);
      }
    } catch (RuntimeException e) {
      broken = Optional.of(e);
      stop.countDown();
    }
  }

  private record Turn(OutgoingPost post, long slot) {}

  private synchronized Optional<Turn> next(Iterator<OutgoingPost> stream) {
    if (stop.getCount() == 0 || !stream.hasNext()) {
      return Optional.empty();
    }
    OutgoingPost post = stream.next();
    long now = System.nanoTime();
    // Time that was missed is not made up for by a burst.
    long slot = Math.max(nextSlot, now);
    if (settings.rate().isPresent()) {
      nextSlot = slot + settings.rate().get().nanosAfter(post);
    }
    return Optional.of(new Turn(post, slot));
  }

  /// False when the run is over meanwhile.
  private boolean await(long nanos) {
    try {
      return nanos <= 0 ? stop.getCount() > 0 : !stop.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Until it is taken, refused for good, or tried often enough.
  private void settle(OutgoingPost post) {
    long acceptedBefore = accepted.get();
    PostAnswer answer = send(post);
    Duration pause = settings.pause();
    int tries = 1;
    while (!answer.accepted()
        && answer.passing()
        && tries < settings.tries()
        && !hopeless(answer)
        && await(pause.toNanos())) {
      answer = send(post);
      tries++;
      pause = pause.multipliedBy(2);
      if (pause.compareTo(LONGEST_PAUSE) > 0) {
        pause = LONGEST_PAUSE;
      }
    }
    count(post, answer);
    boolean nobodyThere = answer.status() == 0 && accepted.get() == acceptedBefore;
    if (nobodyThere && stop.getCount() > 0) {
      gaveUp = Optional.of(answer.word());
      stop.countDown();
    }
  }

  /// Nobody ever answered there: a wrong address rather than a listener that starts again.
  private boolean hopeless(PostAnswer answer) {
    synchronized (answers) {
      return answer.silence().equals(Optional.of(PostAnswer.Silence.NOT_CONNECTED))
          && answers.size() == 1;
    }
  }

  private PostAnswer send(OutgoingPost post) {
    long start = System.nanoTime();
    PostAnswer answer =
        target.send(SignedHeaders.of(signer, clock.instant(), post.body()), post.body());
    if (answer.status() != 0) {
      latencies.add(System.nanoTime() - start);
    }
    synchronized (answers) {
      requests++;
      answers.merge(answer.word(), 1L, Long::sum);
    }
    return answer;
  }

  private void count(OutgoingPost post, PostAnswer answer) {
    synchronized (answers) {
      posts++;
      events += post.events();
      if (answer.accepted()) {
        acceptedEvents += post.events();
        accepted.incrementAndGet();
      } else {
        refused.merge(answer.word(), 1L, Long::sum);
      }
    }
  }

  private synchronized PostingReport report(Duration took) {
    synchronized (answers) {
      return new PostingReport(
          posts,
          events,
          accepted.get(),
          acceptedEvents,
          requests,
          answers,
          refused,
          latencies.quantile(0.5),
          latencies.quantile(0.99),
          latencies.longest(),
          took,
          stopped,
          gaveUp);
    }
  }
}
