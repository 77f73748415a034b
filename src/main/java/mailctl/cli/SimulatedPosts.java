package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import mailctl.app.App;
import mailctl.database.Refusal;
import mailctl.sandbox.HttpWebhookTarget;
import mailctl.sandbox.SignedHeaders;
import mailctl.sendgrid.SendGridSigner;
import mailctl.webhook.Pass;

/// Brings made-up posts into the inbox, the way that real ones go or past the listener.
final class SimulatedPosts {
  private final App app;

  SimulatedPosts(App app) {
    this.app = requireNonNull(app, "app is null");
  }

  /// Stores and processes at once.
  Pass direct(List<byte[]> bodies) {
    app.localPosts().add(bodies);
    return app.webhookProcessor().drain();
  }

  /// Signed and posted.
  ///
  /// @throws Refusal when one is not accepted
  Processing throughListener(List<byte[]> bodies, URI url, SendGridSigner signer) {
    Processing.Wait wait = Processing.from(app.inspector());
    try (HttpWebhookTarget target = target(url)) {
      for (byte[] body : bodies) {
        int status = target.post(SignedHeaders.of(signer, app.clock().instant(), body), body);
        if (status < 200 || status > 299) {
          throw refused(url, status);
        }
      }
    }
    return wait.forPosts(bodies.size(), () -> false);
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

  static HttpWebhookTarget target(URI url) {
    try {
      return new HttpWebhookTarget(url);
    } catch (IllegalArgumentException e) {
      throw new Refusal(
          Refusal.Kind.USAGE, String.valueOf(e.getMessage()), "mailctl simulate --help");
    }
  }
}
