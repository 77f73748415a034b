package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import mailctl.campaign.Deliveries;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;

/// What the schedule asks of the deliveries when an email is deleted, resumed or cancelled.
public final class QueuedDeliveries implements Deliveries {
  private final QueueStore store;
  private final Cancelling cancelling;
  private final Canaries canaries;

  QueuedDeliveries(QueueStore store, Cancelling cancelling, Canaries canaries) {
    this.store = requireNonNull(store, "store is null");
    this.cancelling = requireNonNull(cancelling, "cancelling is null");
    this.canaries = requireNonNull(canaries, "canaries is null");
  }

  @Override
  public boolean hasAny(Tx tx, ScheduledEmailId email) {
    return store.hasAny(tx, email);
  }

  @Override
  public boolean anyWaiting(Tx tx, ScheduledEmailId email) {
    return store.anyWaiting(tx, email);
  }

  @Override
  public boolean anyUnderWay(Tx tx, ScheduledEmailId email) {
    return store.anyUnderWay(tx, email);
  }

  @Override
  public boolean hasFailedCanary(Tx tx, ScheduledEmailId email) {
    return canaries.hasFailed(tx, email);
  }

  @Override
  public void overruleCanary(Tx tx, ScheduledEmailId email) {
    if (canaries.hasFailed(tx, email)) {
      canaries.release(tx, email);
    }
  }

  @Override
  public int cancelQueued(Tx tx, ScheduledEmailId email) {
    return cancelling.begin(tx, email);
  }
}
