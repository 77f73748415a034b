package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.database.Database;
import mailctl.database.DatabaseUnavailableException;
import mailctl.database.Tx;
import mailctl.provider.PostParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Drains the inbox: each pass takes a bounded batch of waiting posts, applies it in one
/// transaction and is done. Any number of these run beside each other on one database.
public final class WebhookProcessor {
  private static final Logger log = LoggerFactory.getLogger(WebhookProcessor.class);
  private static final int MAX_POSTS = 500;
  // About what 2,000 events weigh; a larger post travels alone.
  private static final long MAX_BYTES = 768 * 1024;
  private static final int MAX_TRIES = 3;

  private final Database database;
  private final WebhookPostStore posts;
  private final PostApplication application;
  private final InstantSource clock;

  public WebhookProcessor(
      Database database,
      PostParser parser,
      EventSink sink,
      WebhookPostStore posts,
      ParkedEventStore parked,
      InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.posts = requireNonNull(posts, "posts is null");
    this.application = new PostApplication(parser, sink, posts, parked, new IgnoredEventStore());
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// One bounded batch. When it fails its posts are tried one by one, so that a poisoned one costs
  /// only itself: after three failures it is parked with the reason.
  ///
  /// @throws DatabaseUnavailableException when the database is away; that is no post's fault
  public Pass runOnce() {
    List<WebhookPostId> batch = new ArrayList<>();
    try {
      return database.transaction(tx -> applyBatch(tx, batch));
    } catch (RuntimeException e) {
      rethrowUnlessOfThePosts(e);
      log.warn("inbox=batch_failed posts={} error=\"{}\"", batch.size(), e.toString());
      return batch.stream().map(this::applyOne).reduce(Pass.NOTHING, Pass::plus);
    }
  }

  private Pass applyBatch(Tx tx, List<WebhookPostId> batch) {
    batch.clear();
    List<WebhookPost> claimed = posts.claim(tx, MAX_POSTS, MAX_BYTES);
    claimed.forEach(post -> batch.add(post.id()));
    return claimed.isEmpty() ? Pass.NOTHING : application.apply(tx, claimed, clock.instant());
  }

  private Pass applyOne(WebhookPostId id) {
    try {
      return database.transaction(
          tx -> {
            Optional<WebhookPost> post = posts.claim(tx, id);
            return post.isEmpty()
                ? Pass.NOTHING
                : application.apply(tx, List.of(post.get()), clock.instant());
          });
    } catch (RuntimeException e) {
      rethrowUnlessOfThePosts(e);
      return countFailure(id, e);
    }
  }

  /// In a transaction of its own: that of the failure is rolled back.
  private Pass countFailure(WebhookPostId id, RuntimeException e) {
    return database.transaction(
        tx -> {
          int tries = posts.countTry(tx, id);
          if (tries < MAX_TRIES) {
            log.warn("post={} state=received tries={} error=\"{}\"", id, tries, e.toString());
            return Pass.failed();
          }
          log.error("post={} state=parked tries={}", id, tries, e);
          posts.park(tx, id, DatabaseText.of(e), clock.instant());
          return Pass.parked();
        });
  }

  private static void rethrowUnlessOfThePosts(RuntimeException e) {
    if (e instanceof DatabaseUnavailableException || Thread.currentThread().isInterrupted()) {
      throw e;
    }
  }
}
