package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.IntConsumer;
import mailctl.daemon.Daemon;

/// Runs a daemon until the process is told to end, and lets the process end only after the drain.
final class DaemonRun {
  private final Session session;
  private final Daemon daemon;
  private final Duration drain;

  DaemonRun(Session session, Daemon daemon, Duration drain) {
    this.session = requireNonNull(session, "session is null");
    this.daemon = requireNonNull(daemon, "daemon is null");
    this.drain = requireNonNull(drain, "drain is null");
  }

  ExitCode run() {
    // The hook stays until the daemon has ended: between the two the process must not end by
    // itself.
    try (Termination.Registration _ = session.termination().onSignal(this::hook)) {
      return daemon.run().clean() ? ExitCode.OK : ExitCode.FAILED;
    }
  }

  private Thread hook(IntConsumer halt) {
    return daemon.shutdownHook(
        () -> session.say("draining, up to " + Times.amount(drain)), session::close, halt);
  }
}
