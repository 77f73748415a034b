package mailctl.sandbox;

import java.time.Instant;
import java.util.Comparator;
import mailctl.sendgrid.SendGridEvent;

/// An event that will be reported at `due`. The order does not depend on which request came first.
record DueEvent(Instant due, String messageId, int number, int step, SendGridEvent event)
    implements Comparable<DueEvent> {
  private static final Comparator<DueEvent> ORDER =
      Comparator.comparing(DueEvent::due)
          .thenComparing(DueEvent::messageId)
          .thenComparingInt(DueEvent::number)
          .thenComparingInt(DueEvent::step);

  @Override
  public int compareTo(DueEvent other) {
    return ORDER.compare(this, other);
  }

  /// Once more, `told` as SendGrid tells it that time.
  DueEvent again(Instant later, SendGridEvent told) {
    return new DueEvent(later, messageId, number, step + 100, told);
  }
}
