package mailctl.inspect;

import static java.util.Objects.requireNonNull;
import static mailctl.inspect.DeliveryStatus.BOUNCED;
import static mailctl.inspect.DeliveryStatus.DELIVERED;
import static mailctl.inspect.DeliveryStatus.DROPPED;
import static mailctl.inspect.DeliveryStatus.QUEUED;
import static mailctl.inspect.DeliveryStatus.SENT;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// The numbers of one or many scheduled emails. All of them count deliveries, never attempts: a
/// retry makes no number larger.
///
/// The statuses add up to the audience. The other components are facts beside the status, each of
/// which a delivery has or has not, so that they add up to nothing.
///
/// @param totalSent deliveries of which SendGrid accepted at least one attempt: whatever became of
///   them later, a drop included; neither skipped nor refused ones, nor those in doubt
/// @param unsubscribed whose recipient opted out by it
/// @param opened that a person opened, opens by machines not counted
/// @param clicked in which a person clicked
/// @param spamReported that its recipient called spam
/// @param machineOpened that a machine opened, whether a person did or not
/// @param machineClicked in which a machine followed a link, whether a person did or not
public record Statistics(
    StatusCounts statuses,
    long totalSent,
    long unsubscribed,
    long opened,
    long clicked,
    long spamReported,
    long machineOpened,
    long machineClicked) {

  public static final Statistics NONE = new Statistics(StatusCounts.NONE, 0, 0, 0, 0, 0, 0, 0);

  public Statistics {
    requireNonNull(statuses, "statuses is null");
    if (totalSent > statuses.total()) {
      throw new IllegalArgumentException(totalSent + " sent of an audience of " + statuses.total());
    }
  }

  /// Everyone whom the filter selected, the skipped ones included.
  public long audience() {
    return statuses.total();
  }

  public long delivered() {
    return statuses.of(DELIVERED);
  }

  /// Not yet called, or called and not yet reported on.
  public long pending() {
    return statuses.of(QUEUED, SENT);
  }

  public long undelivered() {
    return statuses.of(BOUNCED, DROPPED);
  }

  /// Delivered of those sent, in percent with one decimal; 0 if none were sent.
  public BigDecimal deliveryRate() {
    if (totalSent == 0) {
      return BigDecimal.ZERO.setScale(1);
    }
    return BigDecimal.valueOf(delivered() * 100)
        .divide(BigDecimal.valueOf(totalSent), 1, RoundingMode.HALF_UP);
  }

  Statistics plus(Statistics other) {
    return new Statistics(
        statuses.plus(other.statuses),
        totalSent + other.totalSent,
        unsubscribed + other.unsubscribed,
        opened + other.opened,
        clicked + other.clicked,
        spamReported + other.spamReported,
        machineOpened + other.machineOpened,
        machineClicked + other.machineClicked);
  }
}
