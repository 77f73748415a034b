package mailctl.cli;

import java.util.function.Function;
import java.util.function.IntConsumer;

/// How the process is told from outside to end, by SIGTERM or Ctrl-C, and how it does. `Main` has
/// the real one.
public interface Termination {
  /// Starts the thread that `hook` makes when the signal comes. `hook` is given the means to halt
  /// the process with an exit code; when the thread ends without using them, the process ends with
  /// 130 after Ctrl-C and with 143 after SIGTERM.
  Registration onSignal(Function<IntConsumer, Thread> hook);

  /// From now on SIGHUP runs `what` and is not the end, where that can be had.
  default void onHangUp(Runnable what) {}

  /// Closing it takes the hook away again; too late for that when the signal has come.
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /// Nobody will ever tell.
  static Termination never() {
    return _ -> () -> {};
  }
}
