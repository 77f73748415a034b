package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import mailctl.daemon.Service;
import mailctl.http.SandboxListener;
import mailctl.sandbox.Sandbox;

/// The sandbox as a service, for one use.
public final class SandboxService implements Service {
  private final Sandbox sandbox;
  private final int port;
  private final Consumer<String> onListening;
  private Optional<SandboxListener> listener = Optional.empty();

  /// `onListening` gets the address once it listens.
  public SandboxService(Sandbox sandbox, int port, Consumer<String> onListening) {
    this.sandbox = requireNonNull(sandbox, "sandbox is null");
    this.port = port;
    this.onListening = requireNonNull(onListening, "onListening is null");
  }

  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public synchronized void start() {
    if (listener.isEmpty()) {
      SandboxListener started = SandboxListener.start(sandbox, port);
      listener = Optional.of(started);
      onListening.accept(started.url());
    }
  }

  @Override
  public void drain() {}

  @Override
  public synchronized boolean awaitEnd(Duration atMost) {
    listener.ifPresent(SandboxListener::close);
    listener = Optional.empty();
    return true;
  }

  @Override
  public void interrupt() {}
}
