package mailctl.daemon;

import java.time.Duration;

/// Something that runs until it is told to stop, and can be started again after that.
public interface Service {
  String name();

  /// Begins to take work and returns. Does nothing when it runs already.
  void start();

  /// Takes no new work from now on and returns at once; what is under way goes on. Does nothing
  /// when it does not run.
  void drain();

  /// Waits until nothing is under way any more; false when that took longer.
  boolean awaitEnd(Duration atMost) throws InterruptedException;

  /// Cuts short what is under way, as well as that can be done.
  void interrupt();
}
