package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import mailctl.database.Blame;
import mailctl.database.Database;
import mailctl.database.Tx;
import mailctl.delivery.AppliedEvents;
import mailctl.provider.PostParser;
import mailctl.suppression.ErasureStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Drains the inbox: each pass takes a bounded batch of waiting posts, applies it in one
/// transaction and is done. Any number of these run beside each other on one database.
public final class WebhookProcessor {
  private static final Logger log = LoggerFactory.getLogger(WebhookProcessor.class);
  private static final int MAX_POSTS = 500;
  private static final int MIN_POSTS = 16;
  // About what 2,000 events weigh; a larger post travels alone.
  private static final long MAX_BYTES = 768 * 1024;
  private static final int MAX_TRIES = 3;
  private static final List<Duration> RESTS =
      List.of(Duration.ofSeconds(5), Duration.ofSeconds(30));

  // Posts that came one after the other are about the same deliveries, whose locks they would wait
  // for. So in a long backlog everybody begins somewhere else.
  private static final int LANES = 8;
  private static final int LANE_POSTS = 500;

  private final Database database;
  private final WebhookPostStore posts;
  private final PostApplication application;
  private final ErasureStore erasures = new ErasureStore();
  private final InstantSource clock;
  private final FoldListener listener;
  private volatile int portion = MAX_POSTS;

  public WebhookProcessor(
      Database database,
      PostParser parser,
      EventSink sink,
      WebhookPostStore posts,
      ParkedEventStore parked,
      InstantSource clock) {
    this(database, parser, sink, posts, parked, clock, FoldListener.none());
  }

  /// As the other; `listener` hears what came.
  public WebhookProcessor(
      Database database,
      PostParser parser,
      EventSink sink,
      WebhookPostStore posts,
      ParkedEventStore parked,
      InstantSource clock,
      FoldListener listener) {
    this.listener = requireNonNull(listener, "listener is null");
    this.database = requireNonNull(database, "database is null");
    this.posts = requireNonNull(posts, "posts is null");
    this.application =
        new PostApplication(parser, heard(sink), posts, parked, new IgnoredEventStore());
    this.clock = requireNonNull(clock, "clock is null");
  }

  private EventSink heard(EventSink sink) {
    return (tx, events) -> {
      AppliedEvents applied = sink.apply(tx, events);
      listener.applied(events);
      return applied;
    };
  }

  /// One bounded batch. When it fails its posts are tried one by one, so that a poisoned one costs
  /// only itself: it rests a little, and at the third failure it is taken apart. What can be
  /// applied of it is; the elements that cannot, or else the whole post, are parked with the
  /// reason.
  ///
  /// @throws RuntimeException when it is the database that fails; that is no post's fault
  public Pass runOnce() {
    List<WebhookPostId> batch = new ArrayList<>();
    List<WebhookPostId> suspects = new ArrayList<>();
    List<Instant> received = new ArrayList<>();
    Pass pass;
    try {
      pass = database.transaction(tx -> applyBatch(tx, batch, suspects, received));
      tellAges(received.subList(0, Math.min(received.size(), pass.posts())));
    } catch (RuntimeException e) {
      rethrowUnlessOfThePosts(e);
      if (batch.isEmpty() && suspects.isEmpty()) {
        // No post was in it yet.
        throw e;
      }
      log.warn(
          "inbox=batch_failed posts={} post={} error=\"{}\"",
          batch.size(),
          PostTrail.words(batch.isEmpty() ? suspects : batch),
          e.toString());
      suspects.addAll(batch);
      pass = Pass.NOTHING;
    }
    return suspects.stream().map(this::applyOne).reduce(pass, Pass::plus);
  }

  /// Batch after batch until nothing gets on any more: what is left is others', or rests.
  public Pass drain() {
    return drain(() -> false);
  }

  /// As the other; ends after a batch, too, when `stopping` comes true.
  public Pass drain(BooleanSupplier stopping) {
    Pass all = runOnce();
    Pass last = all;
    while (last.gotOn() && !stopping.getAsBoolean()) {
      last = runOnce();
      all = all.plus(last);
    }
    return all;
  }

  /// The next time that a post which failed before is due.
  public Optional<Instant> nextDue() {
    return database.transaction(posts::nextTry);
  }

  private void tellAges(List<Instant> received) {
    if (!received.isEmpty()) {
      Instant now = clock.instant();
      listener.folded(received.stream().map(at -> Duration.between(at, now)).toList());
    }
  }

  private Pass applyBatch(
      Tx tx, List<WebhookPostId> batch, List<WebhookPostId> suspects, List<Instant> received) {
    batch.clear();
    received.clear();
    suspects.clear();
    posts.promiseNothing(tx);
    erasures.enter(tx);
    Instant now = clock.instant();
    int lane = ThreadLocalRandom.current().nextInt(LANES) * LANE_POSTS;
    int most = portion;
    List<WebhookPost> claimed =
        posts.claim(tx, new WebhookPostStore.Portion(lane, most, MAX_BYTES), now);
    if (claimed.isEmpty() && lane > 0) {
      claimed = posts.claim(tx, new WebhookPostStore.Portion(0, most, MAX_BYTES), now);
    }
    // To lock many posts for the sake of a few large ones would keep them from others.
    portion = Math.clamp(2L * claimed.size(), MIN_POSTS, MAX_POSTS);
    List<WebhookPost> clean = new ArrayList<>();
    for (WebhookPost post : claimed) {
      if (post.tries() == 0) {
        clean.add(post);
        batch.add(post.id());
        received.add(post.receivedAt());
      } else {
        suspects.add(post.id());
      }
    }
    if (clean.isEmpty()) {
      return Pass.NOTHING;
    }
    try (MDC.MDCCloseable _ = PostTrail.of(batch)) {
      return application.apply(tx, clean, now);
    }
  }

  private Pass applyOne(WebhookPostId id) {
    try {
      return database.transaction(tx -> applyOne(tx, id));
    } catch (RuntimeException e) {
      rethrowUnlessOfThePosts(e);
      return countFailure(id, e);
    }
  }

  private Pass applyOne(Tx tx, WebhookPostId id) {
    posts.promiseNothing(tx);
    erasures.enter(tx);
    Instant now = clock.instant();
    Optional<WebhookPost> post = posts.claim(tx, id, now);
    if (post.isEmpty()) {
      return Pass.NOTHING;
    }
    try (MDC.MDCCloseable _ = PostTrail.of(List.of(id))) {
      return post.get().tries() < MAX_TRIES - 1
          ? application.apply(tx, List.of(post.get()), now)
          : application.applyNarrowed(tx, post.get(), now);
    }
  }

  /// In a transaction of its own: that of the failure is rolled back.
  private Pass countFailure(WebhookPostId id, RuntimeException e) {
    return database.transaction(
        tx -> {
          Instant now = clock.instant();
          Optional<WebhookPost> post = posts.claim(tx, id, now);
          if (post.isEmpty()) {
            return Pass.NOTHING;
          }
          int before = post.get().tries();
          Duration rest = RESTS.get(Math.min(before, RESTS.size() - 1));
          int tries = posts.countTry(tx, id, now.plus(rest));
          if (tries < MAX_TRIES) {
            log.warn("post={} state=received tries={} error=\"{}\"", id, tries, e.toString());
            return Pass.failed();
          }
          log.error("post={} state=parked tries={}", id, tries, e);
          posts.park(tx, id, DatabaseText.of(e), now);
          return Pass.parked();
        });
  }

  private static void rethrowUnlessOfThePosts(RuntimeException e) {
    if (Blame.isTheServers(e) || Thread.currentThread().isInterrupted()) {
      throw e;
    }
  }
}
