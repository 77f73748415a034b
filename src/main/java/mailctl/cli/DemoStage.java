package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import mailctl.app.App;
import mailctl.app.Receiving;
import mailctl.daemon.Daemon;
import mailctl.daemon.Drain;
import mailctl.database.Refusal;
import mailctl.http.SandboxListener;
import mailctl.sandbox.HttpWebhookTarget;
import mailctl.sandbox.Mailbox;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxSettings;
import mailctl.sendgrid.SendGridSigner;
import mailctl.webhook.Daemons;

/// What the demo needs around it, in this process and on free ports: a sandbox in SendGrid's place,
/// and the receiving side of the daemon. Not its sending side: on a database with other emails the
/// demo must send its own alone.
final class DemoStage implements AutoCloseable {
  private static final Duration DRAIN = Duration.ofSeconds(10);
  private static final Duration START = Duration.ofSeconds(20);
  private static final List<String> LADDERS =
      List.of("technical", "unclassified", "volume", "mailbox", "reputation");

  private final Session session;
  private final HttpWebhookTarget webhook;
  private final Sandbox sandbox;
  private final SandboxListener sandboxListener;
  private final Daemon daemon;
  private final CompletableFuture<Drain> ended = new CompletableFuture<>();
  private final Termination.Registration registration;

  private DemoStage(
      Session session,
      HttpWebhookTarget webhook,
      Sandbox sandbox,
      SandboxListener sandboxListener,
      Daemon daemon) {
    this.session = requireNonNull(session, "session is null");
    this.webhook = webhook;
    this.sandbox = sandbox;
    this.sandboxListener = sandboxListener;
    this.daemon = daemon;
    this.registration =
        session
            .termination()
            .onSignal(
                halt ->
                    daemon.shutdownHook(
                        session::close, _ -> halt.accept(ExitCode.INTERRUPTED.code())));
  }

  /// Starts everything; close it on every path.
  static DemoStage open(Session session) {
    SendGridSigner signer = SendGridSigner.generate();
    int port = freePort();
    HttpWebhookTarget webhook =
        new HttpWebhookTarget(URI.create("http://127.0.0.1:" + port + "/webhooks/sendgrid"));
    Sandbox sandbox =
        new Sandbox(SandboxSettings.plain(1), InstantSource.system(), signer, Optional.of(webhook));
    SandboxListener sandboxListener = SandboxListener.start(sandbox, 0);
    try {
      override(session, sandboxListener.url(), port, signer.publicKey());
      App app = session.app();
      app.migrateIfEmpty();
      if (!app.settings().sendgrid().url().equals(URI.create(sandboxListener.url()))) {
        throw new Refusal(
            Refusal.Kind.USAGE,
            "the demo sends to its own sandbox only",
            "mailctl demo without --set sendgrid.url");
      }
      requireAlone(app);
      AtomicBoolean listening = new AtomicBoolean();
      Receiving receiving = new Receiving(app, () -> {}, _ -> listening.set(true));
      DemoStage stage =
          new DemoStage(
              session, webhook, sandbox, sandboxListener, new Daemon(receiving.services(), DRAIN));
      stage.start(listening);
      return stage;
    } catch (RuntimeException e) {
      sandboxListener.close();
      webhook.close();
      throw e;
    }
  }

  /// A daemon beside the demo would send its mail, and through another provider.
  private static void requireAlone(App app) {
    if (new Daemons(app.database()).any()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "mailctl serve or another demo is at work on " + app.database().location(),
          "stop it, or a database of its own: --set state.dir=/tmp/mailctl-demo");
    }
  }

  private void start(AtomicBoolean listening) {
    Thread.ofPlatform()
        .name("demo-daemon")
        .start(
            () -> {
              try {
                ended.complete(daemon.run());
              } catch (RuntimeException e) {
                ended.completeExceptionally(e);
              }
            });
    boolean ready = Patience.until(START, () -> listening.get() || ended.isDone());
    if (!ready || ended.isDone()) {
      daemon.shutdown();
      registration.close();
      throw new Refusal(
          Refusal.Kind.UNAVAILABLE, "the demo's listener does not start", "mailctl demo -v");
    }
  }

  App app() {
    return session.app();
  }

  Mailbox mailbox() {
    return sandbox.mailbox();
  }

  /// Whether all that the sandbox has to say was said.
  boolean isQuiet() {
    return sandbox.waiting() == 0;
  }

  /// Presses the button of an unsubscribe page, as a mail program does for a person.
  int press(URI unsubscribeLink) {
    try (HttpWebhookTarget button = new HttpWebhookTarget(unsubscribeLink)) {
      return button.post(Map.of("Content-Type", "application/x-www-form-urlencoded"), new byte[0]);
    }
  }

  /// The sandbox first, as it posts to the daemon.
  @Override
  public void close() {
    registration.close();
    sandboxListener.close();
    webhook.close();
    daemon.shutdown();
    Patience.until(DRAIN.multipliedBy(2), ended::isDone);
  }

  private static void override(Session session, String sandboxUrl, int port, String publicKey) {
    session.override("sendgrid.url", sandboxUrl);
    session.override("sendgrid.api-key", "sandbox");
    session.override("webhook.keys", publicKey);
    session.override("webhook.verify", "on");
    session.override("public.host", "127.0.0.1");
    session.override("public.port", Integer.toString(port));
    session.override("public.url", "http://127.0.0.1:" + port);
    LADDERS.forEach(each -> session.override("retry." + each, "1s 1s 1s"));
    session.override("retry.jitter", "0s");
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
