package mailctl.why;

import java.time.Instant;
import java.util.Optional;
import mailctl.inspect.AttemptHistory;
import mailctl.inspect.DeliveryHistory;
import mailctl.inspect.DeliveryRow;

/// The short answer for what was planned.
final class DeliveryVerdict {
  private DeliveryVerdict() {}

  static Verdict of(DeliveryHistory history) {
    DeliveryRow row = history.delivery();
    String next = history.next();
    return switch (row.status()) {
      case DELIVERED -> new Verdict(Got.YES, delivered(history), next);
      case SENT -> new Verdict(Got.ON_ITS_WAY, "SendGrid took it at " + row.statusAt(), next);
      case DEFERRED ->
          new Verdict(Got.ON_ITS_WAY, "the receiving server asks for patience" + said(row), next);
      case SENDING -> new Verdict(Got.ON_ITS_WAY, "it is being sent", next);
      case QUEUED -> new Verdict(Got.NOT_YET, "it is planned and waits to be sent", next);
      case RETRYING ->
          new Verdict(Got.NOT_YET, "it was blocked " + times(blocks(history)) + said(row), next);
      case IN_DOUBT -> new Verdict(Got.UNKNOWN, "SendGrid did not say whether it took it", next);
      case BOUNCED ->
          new Verdict(
              Got.NO,
              "it bounced at " + row.statusAt() + said(row) + suppressedSince(history),
              next);
      case DROPPED -> new Verdict(Got.NO, "SendGrid did not send it" + said(row), next);
      case FAILED -> new Verdict(Got.NO, "it failed for good" + said(row), next);
      case CANCELLED -> new Verdict(Got.NO, "it was cancelled", next);
      case SKIPPED -> new Verdict(Got.NO, skipped(history), next);
    };
  }

  private static String delivered(DeliveryHistory history) {
    long blocks = blocks(history);
    return "delivered at "
        + history.delivery().statusAt()
        + (blocks == 0 ? "" : ", after " + blocks + (blocks == 1 ? " block" : " blocks"));
  }

  private static String skipped(DeliveryHistory history) {
    DeliveryRow row = history.delivery();
    String reason =
        "skipped at "
            + row.statusAt()
            + ": "
            + row.skipReason().orElse("").replace('_', ' ')
            + (history.inputs().skipDetail().isEmpty() ? "" : ": " + history.inputs().skipDetail());
    return between(history)
        .map(
            line ->
                reason
                    + ", since "
                    + line.suppressedAt()
                    + ": after it was planned at "
                    + history.inputs().createdAt()
                    + " and before it was sent")
        .orElse(reason);
  }

  /// What came between planning and sending, and stopped it.
  private static Optional<DeliveryHistory.SuppressionLine> between(DeliveryHistory history) {
    Instant planned = history.inputs().createdAt();
    Instant skipped = history.delivery().statusAt();
    return history.suppressions().stream()
        .filter(line -> line.suppressedAt().isAfter(planned))
        .filter(line -> !line.suppressedAt().isAfter(skipped))
        .findFirst();
  }

  private static String suppressedSince(DeliveryHistory history) {
    return history.suppressions().stream().anyMatch(DeliveryHistory.SuppressionLine::active)
        ? "; the address is suppressed since"
        : "";
  }

  private static long blocks(DeliveryHistory history) {
    return history.attempts().stream()
        .filter(
            attempt ->
                attempt
                    .outcome()
                    .map(AttemptHistory.Outcome::kind)
                    .filter("blocked"::equals)
                    .isPresent())
        .count();
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }

  private static String said(DeliveryRow row) {
    return row.reason().isEmpty() ? "" : ": " + row.reason().strip();
  }
}
