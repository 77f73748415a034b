package mailctl.webhook;

import java.time.Duration;
import java.util.List;
import mailctl.delivery.ReceivedEvent;

/// Hears what the inbox brought. Must be quick and must not fail.
public interface FoldListener {
  /// Events that were applied or found to be applied already; the transaction may still fail, and
  /// then they come again.
  void applied(List<ReceivedEvent> events);

  /// For each post that is processed, how long that took from when it came.
  void folded(List<Duration> ages);

  static FoldListener none() {
    return new FoldListener() {
      @Override
      public void applied(List<ReceivedEvent> events) {}

      @Override
      public void folded(List<Duration> ages) {}
    };
  }
}
