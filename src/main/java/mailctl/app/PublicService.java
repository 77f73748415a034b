package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;
import mailctl.daemon.Service;
import mailctl.http.PublicListener;
import mailctl.webhook.WebhookReceiver;

/// The public listener as a service.
final class PublicService implements Service {
  private final PublicListener listener;
  private final WebhookReceiver receiver;
  private final String host;
  private final Consumer<String> say;

  PublicService(
      PublicListener listener, WebhookReceiver receiver, String host, Consumer<String> say) {
    this.listener = requireNonNull(listener, "listener is null");
    this.receiver = requireNonNull(receiver, "receiver is null");
    this.host = requireNonNull(host, "host is null");
    this.say = requireNonNull(say, "say is null");
  }

  @Override
  public String name() {
    return "public-listener";
  }

  @Override
  public void start() {
    listener.start();
    say.accept(
        "listening on http://"
            + host
            + ":"
            + listener.port()
            + " for webhook posts and unsubscribe links");
    if (!receiver.verifies()) {
      say.accept("webhook posts are not verified (webhook.verify is off), so only from here");
    }
  }

  @Override
  public void drain() {
    listener.drain();
  }

  @Override
  public boolean awaitEnd(Duration atMost) throws InterruptedException {
    boolean ended = listener.awaitEnd(atMost);
    if (ended) {
      receiver.close();
    }
    return ended;
  }

  @Override
  public void interrupt() {
    listener.stop();
  }
}
