package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mailctl.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Verify, store, answer: nothing is parsed here, so nothing in a body can keep it from being
/// stored. A post that is answered `Unavailable` may have been stored all the same; coming twice
/// does no harm.
public final class WebhookReceiver implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WebhookReceiver.class);

  private final Database database;
  private final WebhookPostStore posts;
  private final Optional<SignatureVerifier> verifier;
  private final InboxSignal signal;
  private final InstantSource clock;
  private final Duration patience;
  private final ExecutorService storing = Executors.newVirtualThreadPerTaskExecutor();

  /// Without a verifier everything is taken and marked as unverified: for loopback only. `patience`
  /// is how long to wait for the database before asking the sender to come again.
  public WebhookReceiver(
      Database database,
      WebhookPostStore posts,
      Optional<SignatureVerifier> verifier,
      InboxSignal signal,
      InstantSource clock,
      Duration patience) {
    this.database = requireNonNull(database, "database is null");
    this.posts = requireNonNull(posts, "posts is null");
    this.verifier = requireNonNull(verifier, "verifier is null");
    this.signal = requireNonNull(signal, "signal is null");
    this.clock = requireNonNull(clock, "clock is null");
    this.patience = requireNonNull(patience, "patience is null");
  }

  /// Whether posts are verified at all.
  public boolean verifies() {
    return verifier.isPresent();
  }

  /// `timestamp` and `signature` as in the headers, empty when absent; `headers` are kept with the
  /// post.
  public Receipt receive(
      byte[] body, String timestamp, String signature, Map<String, String> headers) {
    // Verifying reads the database's clock now and then, so it is under the same deadline.
    Future<Receipt> receipt =
        storing.submit(() -> verifyAndStore(body, timestamp, signature, headers));
    try {
      return receipt.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      receipt.cancel(true);
      return unavailable("the database does not answer", e);
    } catch (ExecutionException e) {
      return unavailable("the post could not be stored", e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      receipt.cancel(true);
      Thread.currentThread().interrupt();
      return unavailable("shutting down", e);
    }
  }

  @Override
  public void close() {
    storing.close();
  }

  private Receipt verifyAndStore(
      byte[] body, String timestamp, String signature, Map<String, String> headers) {
    if (verifier.isPresent()) {
      SignatureVerifier.Verdict verdict = verifier.get().verify(body, timestamp, signature);
      if (verdict != SignatureVerifier.Verdict.VALID) {
        log.warn("webhook=refused bytes={} why=\"{}\"", body.length, verdict.words());
        return new Receipt.Refused(verdict);
      }
    }
    PostOrigin origin = verifies() ? PostOrigin.SIGNED : PostOrigin.UNVERIFIED;
    WebhookPostId id =
        database.transaction(tx -> posts.insert(tx, body, headers, origin, clock.instant()));
    signal.posted();
    log.debug("webhook=stored post={} bytes={}", id, body.length);
    return new Receipt.Stored(id);
  }

  private static Receipt unavailable(String why, Throwable e) {
    log.error("webhook=unavailable why=\"{}\" error=\"{}\"", why, e.toString());
    return new Receipt.Unavailable(why);
  }
}
