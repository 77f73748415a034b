package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import mailctl.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Verify, store, answer: nothing is parsed here, so nothing in a body can keep it from being
/// stored. A post that is answered `Unavailable` may have been stored all the same; coming twice
/// does no harm.
public final class WebhookReceiver implements AutoCloseable {
  /// The header under which a post keeps what it is called in the logs.
  public static final String REQUEST_ID = "X-Request-Id";

  /// Larger posts are written alone: they fill a commit by themselves, and company would only add a
  /// copy and a wait.
  static final int LARGE = 32 * 1024;

  private static final Logger log = LoggerFactory.getLogger(WebhookReceiver.class);

  /// With few, a post waits for the commits of others before its own; with many, hardly any share
  /// one. At 32 connections eight stored nearly twice what one or four did.
  private static final int WRITERS = 8;

  private final Database database;
  private final WebhookPostStore posts;
  private final Supplier<PostVerifier> verifier;
  private final InboxSignal signal;
  private final InstantSource clock;
  private final Duration patience;
  private final GroupCommit small;
  private final ExecutorService large = Executors.newVirtualThreadPerTaskExecutor();

  /// `patience` is how long to wait for the database before asking the sender to come again. The
  /// clock must not wait for it.
  public WebhookReceiver(
      Database database,
      WebhookPostStore posts,
      PostVerifier verifier,
      InboxSignal signal,
      InstantSource clock,
      Duration patience) {
    this(database, posts, () -> verifier, signal, clock, patience);
    requireNonNull(verifier, "verifier is null");
  }

  /// As the other, with a verifier that may be replaced by another.
  public WebhookReceiver(
      Database database,
      WebhookPostStore posts,
      Supplier<PostVerifier> verifier,
      InboxSignal signal,
      InstantSource clock,
      Duration patience) {
    this.database = requireNonNull(database, "database is null");
    this.posts = requireNonNull(posts, "posts is null");
    this.verifier = requireNonNull(verifier, "verifier is null");
    this.signal = requireNonNull(signal, "signal is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.patience = requireNonNull(patience, "patience is null");
    this.small = new GroupCommit(this::store, WRITERS, patience);
  }

  /// Whether posts are verified at all.
  public boolean verifies() {
    return verifier.get().verifies();
  }

  /// `headers` are kept with the post.
  public Receipt receive(byte[] body, Credentials credentials, Map<String, String> headers) {
    String request = headers.getOrDefault(REQUEST_ID, "none");
    Optional<Receipt> refusal;
    IncomingPost post;
    try {
      PostVerifier now = verifier.get();
      refusal = now.refusal(body, credentials);
      post = new IncomingPost(body, headers, now.origin(), clock.instant());
    } catch (RuntimeException e) {
      return unavailable("the post could not be checked", request, e);
    }
    if (refusal.isPresent()) {
      if (refusal.get() instanceof Receipt.Refused(var why)) {
        // One line each would be a flood, too; the counts are told together.
        log.debug(
            "webhook=refused bytes={} why=\"{}\" request={}", body.length, why.words(), request);
      }
      return refusal.get();
    }
    return body.length > LARGE ? storeAlone(post, request) : storeWithOthers(post, request);
  }

  @Override
  public void close() {
    small.close();
    large.close();
  }

  private Receipt storeWithOthers(IncomingPost post, String request) {
    var receipt = small.submit(post);
    return await(receipt, request, () -> small.forget(receipt));
  }

  private Receipt storeAlone(IncomingPost post, String request) {
    Future<WebhookPostId> receipt = large.submit(() -> store(List.of(post)).getFirst());
    return await(receipt, request, () -> receipt.cancel(true));
  }

  private List<WebhookPostId> store(List<IncomingPost> batch) {
    List<WebhookPostId> ids = database.statement(tx -> posts.insert(tx, batch));
    signal.posted();
    return ids;
  }

  private Receipt await(Future<WebhookPostId> receipt, String request, Runnable giveUp) {
    try {
      WebhookPostId id = receipt.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      log.debug("webhook=stored post={} request={}", id, request);
      return new Receipt.Stored(id);
    } catch (TimeoutException e) {
      giveUp.run();
      return unavailable("the database does not answer", request, e);
    } catch (ExecutionException e) {
      return unavailable(
          "the post could not be stored", request, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      giveUp.run();
      Thread.currentThread().interrupt();
      return unavailable("shutting down", request, e);
    }
  }

  private static Receipt unavailable(String why, String request, Throwable e) {
    log.error("webhook=unavailable why=\"{}\" error=\"{}\" request={}", why, e.toString(), request);
    return new Receipt.Unavailable(why);
  }
}
