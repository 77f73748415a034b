package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// Work that Ctrl-C or SIGTERM ends in good order: it takes nothing new, finishes what is under way
/// and says how it stands. The JVM ignores a second signal, so the deadline is the guarantee. The
/// process ends with the JVM's own code for the signal, 130 or 143.
final class StoppableRun {
  private final Session session;
  private final Runnable stop;
  private final Duration drain;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final CountDownLatch told = new CountDownLatch(1);

  /// @param stop makes the work end soon; returns at once
  /// @param drain how long it may take to
  StoppableRun(Session session, Runnable stop, Duration drain) {
    this.session = requireNonNull(session, "session is null");
    this.stop = requireNonNull(stop, "stop is null");
    this.drain = requireNonNull(drain, "drain is null");
  }

  /// `work` must have printed everything when it returns.
  ExitCode run(Supplier<ExitCode> work) {
    try (Termination.Registration _ = session.termination().onSignal(_ -> hook())) {
      return work.get();
    } finally {
      told.countDown();
    }
  }

  boolean isStopped() {
    return stopped.get();
  }

  /// Says that the work is not done and how to go on, after what was done has been told.
  ExitCode interrupted(String message, String hint) {
    new Failure(ExitCode.INTERRUPTED, ErrorCode.INTERRUPTED.word(), message, "", hint)
        .print(session.terminal(), session.json());
    return ExitCode.INTERRUPTED;
  }

  private Thread hook() {
    return Thread.ofPlatform().name("mailctl-stop").unstarted(this::end);
  }

  private void end() {
    stopped.set(true);
    // Not behind a bar that is being drawn.
    String start = session.terminal().canRedraw() ? "\n" : "";
    session.say(start + "stopping: what is under way is finished, up to " + Times.amount(drain));
    stop.run();
    try {
      if (told.await(drain.toNanos(), TimeUnit.NANOSECONDS)) {
        session.close();
      } else {
        session
            .terminal()
            .err()
            .println(
                "mailctl: still busy after "
                    + Times.amount(drain)
                    + ", cut short: what was being called becomes in doubt");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      session.terminal().out().flush();
      session.terminal().err().flush();
    }
  }
}
