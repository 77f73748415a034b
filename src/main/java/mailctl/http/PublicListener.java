package mailctl.http;

import static java.util.Objects.requireNonNull;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import mailctl.database.Refusal;
import mailctl.suppression.Unsubscriber;
import mailctl.trace.Tracing;
import mailctl.webhook.ProbeDesk;
import mailctl.webhook.ReceiptListener;
import mailctl.webhook.WebhookReceiver;

/// The listener that the world can reach: SendGrid's webhook and the unsubscribe links.
public final class PublicListener {
  /// How much is taken: of one body, and of all that are being received at once. `bodyTime` is how
  /// long one may take to arrive.
  public record Limits(int maxBody, long maxInFlight, Duration bodyTime) {
    public Limits {
      if (maxBody <= 0 || maxInFlight < maxBody) {
        throw new IllegalArgumentException("maxInFlight must leave room for one body");
      }
      if (!bodyTime.isPositive()) {
        throw new IllegalArgumentException("a body takes some time");
      }
    }
  }

  private static final String WEBHOOK = "/webhooks/sendgrid";

  private final Listener listener;
  private final InFlight inFlight;

  /// `answers` hears how each post was answered.
  ///
  /// @throws Refusal when posts are not verified and others than this machine could send them
  public PublicListener(
      BindAddress address,
      Limits limits,
      SignatureHeaders headers,
      WebhookReceiver receiver,
      Unsubscriber unsubscriber,
      ReceiptListener answers) {
    this(
        address,
        limits,
        headers,
        receiver,
        unsubscriber,
        answers,
        new Extras(Optional.empty(), Doors::open, () -> {}, Tracing.off()));
  }

  /// What it need not have. `probes` answers those who ask what arrives here, `doors` says who has
  /// asked too much, and `turnedAway` hears of each of these who wanted a page.
  public record Extras(
      Optional<Supplier<ProbeDesk>> probes,
      Supplier<Doors> doors,
      Runnable turnedAway,
      Tracing tracing) {
    public Extras {
      requireNonNull(probes, "probes is null");
      requireNonNull(doors, "doors is null");
      requireNonNull(turnedAway, "turnedAway is null");
      requireNonNull(tracing, "tracing is null");
    }
  }

  /// As above, with more.
  public PublicListener(
      BindAddress address,
      Limits limits,
      SignatureHeaders headers,
      WebhookReceiver receiver,
      Unsubscriber unsubscriber,
      ReceiptListener answers,
      Extras extras) {
    if (!receiver.verifies() && !address.isLoopback()) {
      throw new Refusal(
          Refusal.Kind.CONFIG,
          "webhook posts would not be verified, and %s is not loopback".formatted(address.host()),
          "set webhook.keys to SendGrid's verification key, or public.host to 127.0.0.1");
    }
    this.inFlight = new InFlight(limits.maxInFlight());
    WebhookRoute webhook = new WebhookRoute(receiver, headers, limits, inFlight, answers, extras);
    UnsubscribeRoute unsubscribe = new UnsubscribeRoute(unsubscriber);
    this.listener =
        new Listener(
            "public",
            address,
            routes -> {
              routes.before(ctx -> letIn(ctx, extras.doors().get(), extras.turnedAway()));
              declare(routes, webhook, unsubscribe);
            });
  }

  private static void letIn(Context ctx, Doors doors, Runnable turnedAway) {
    if (ctx.path().equals(WEBHOOK)) {
      // Has a limit of its own.
      return;
    }
    int wait = doors.page(ctx);
    if (wait > 0) {
      turnedAway.run();
      ctx.status(429)
          .header("Retry-After", Integer.toString(wait))
          .header("Cache-Control", "no-store")
          .html(UnsubscribePage.later())
          .skipRemainingHandlers();
    }
  }

  private static void declare(
      RoutesConfig routes, WebhookRoute webhook, UnsubscribeRoute unsubscribe) {
    routes.get("/", ctx -> ctx.result("mailctl is here\n"));
    routes.post(WEBHOOK, webhook::handle);
    routes.get("/unsubscribe/{token}", unsubscribe::show);
    routes.post("/unsubscribe/{token}", unsubscribe::change);
  }

  /// @throws Refusal when the address cannot be listened on
  public void start() {
    inFlight.open();
    listener.start();
  }

  /// Answers further posts with 503 from now on; SendGrid sends them again.
  public void drain() {
    inFlight.drain();
  }

  /// Waits for the posts being received, then stops listening; false when they took longer (then it
  /// still listens).
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    boolean empty = inFlight.awaitEmpty(atMost);
    if (empty) {
      listener.stop();
    }
    return empty;
  }

  /// Stops at once.
  public void stop() {
    inFlight.drain();
    listener.stop();
  }

  public int port() {
    return listener.port();
  }
}
