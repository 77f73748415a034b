package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import mailctl.app.App;
import mailctl.database.Refusal;
import mailctl.inspect.Inspector;
import mailctl.sandbox.HttpWebhookTarget;
import mailctl.sandbox.WebhookTarget;
import mailctl.sendgrid.SendGridSigner;
import mailctl.webhook.InboxSignal;
import mailctl.webhook.Pass;
import mailctl.webhook.WebhookProcessor;

/// Brings made-up posts into the inbox, the way that real ones go or past the listener.
final class SimulatedPosts {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final App app;

  SimulatedPosts(App app) {
    this.app = requireNonNull(app, "app is null");
  }

  /// Stores and processes at once.
  Pass direct(List<byte[]> bodies) {
    app.webhookReplay(new InboxSignal()).bytes(bodies);
    return drainInbox(app.webhookProcessor());
  }

  static Pass drainInbox(WebhookProcessor processor) {
    Pass all = processor.runOnce();
    Pass last = all;
    while (last.gotOn()) {
      last = processor.runOnce();
      all = all.plus(last);
    }
    return all;
  }

  /// Signed and posted; says whether they were processed within a moment, which is up to whoever
  /// serves there.
  boolean throughListener(List<byte[]> bodies, URI url, SendGridSigner signer) {
    try (HttpWebhookTarget target = target(url)) {
      for (byte[] body : bodies) {
        post(target, url, signer, body);
      }
    }
    Inspector inspector = new Inspector(app.database(), app.clock());
    return Patience.until(PATIENCE, () -> inspector.inbox().waiting() == 0);
  }

  private void post(WebhookTarget target, URI url, SendGridSigner signer, byte[] body) {
    Instant now = app.clock().instant();
    String timestamp = Long.toString(now.getEpochSecond());
    int status =
        target.post(
            Map.of(
                "Content-Type",
                "application/json;charset=utf-8",
                "User-Agent",
                "SendGrid Event API",
                SendGridSigner.TIMESTAMP_HEADER,
                timestamp,
                SendGridSigner.SIGNATURE_HEADER,
                signer.sign(timestamp, body)),
            body);
    if (status < 200 || status > 299) {
      throw refused(url, status);
    }
  }

  private static Refusal refused(URI url, int status) {
    return switch (status) {
      case 0 ->
          new Refusal(
              Refusal.Kind.UNAVAILABLE,
              "nobody answers at " + url,
              "mailctl serve, or the same command with --direct");
      case 401, 403 ->
          new Refusal(
              Refusal.Kind.DENIED,
              url + " refused the signature",
              "mailctl serve with webhook.keys-file set to sandbox.key.pub in state.dir; or --direct");
      case 503 ->
          new Refusal(
              Refusal.Kind.TRY_AGAIN, url + " cannot take posts now", "the same in a moment");
      default ->
          new Refusal(
              Refusal.Kind.UNAVAILABLE,
              url + " answered " + status + ", which no listener of mailctl would",
              "--url with the address of mailctl serve");
    };
  }

  private static HttpWebhookTarget target(URI url) {
    try {
      return new HttpWebhookTarget(url);
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          Refusal.Kind.USAGE, String.valueOf(e.getMessage()), "mailctl simulate --help");
    }
  }
}
