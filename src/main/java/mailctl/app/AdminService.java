package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;
import mailctl.daemon.Service;
import mailctl.http.AdminListener;
import mailctl.http.Readiness;

/// The admin listener as a service. It goes on answering while the others drain, so that probes see
/// why.
final class AdminService implements Service {
  private final AdminListener listener;
  private final Readiness readiness;
  private final String host;
  private final Consumer<String> say;

  AdminService(AdminListener listener, Readiness readiness, String host, Consumer<String> say) {
    this.listener = requireNonNull(listener, "listener is null");
    this.readiness = requireNonNull(readiness, "readiness is null");
    this.host = requireNonNull(host, "host is null");
    this.say = requireNonNull(say, "say is null");
  }

  @Override
  public String name() {
    return "admin-listener";
  }

  @Override
  public void start() {
    listener.start();
    say.accept("listening on http://" + host + ":" + listener.port() + " for health checks");
  }

  @Override
  public void drain() {
    readiness.drain();
  }

  @Override
  public boolean awaitEnd(Duration atMost) {
    listener.stop();
    return true;
  }

  @Override
  public void interrupt() {
    listener.stop();
  }
}
