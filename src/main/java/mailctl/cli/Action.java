package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;

/// The base of every command: picocli has filled and checked its options; `run` does the work
/// through the session and says how it went. It throws what it cannot do, `Failure` maps that.
abstract class Action implements Callable<Integer> {
  private final Session session;

  Action(Session session) {
    this.session = requireNonNull(session, "session is null");
  }

  abstract ExitCode run(Session session);

  @Override
  public final Integer call() {
    return run(session).code();
  }
}
