package mailctl.daemon;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// Tells systemd when the daemon is ready and when it stops. Goes last in the list of services: it
/// starts when all others have, and is the first to be told to stop.
public final class Announcement implements Service {
  private final NotifySocket socket;

  public Announcement(NotifySocket socket) {
    this.socket = requireNonNull(socket, "socket is null");
  }

  @Override
  public String name() {
    return "announcement";
  }

  @Override
  public void start() {
    socket.send("READY=1\nSTATUS=receiving, processing and sending");
  }

  @Override
  public void drain() {
    socket.send("STOPPING=1\nSTATUS=draining");
  }

  @Override
  public boolean awaitEnd(Duration atMost) {
    return true;
  }

  @Override
  public void interrupt() {}
}
