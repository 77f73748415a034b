package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.WAITING_DELIVERY;

import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;

/// Deliveries that wait for their turn or for a retry.
final class QueueStore {
  boolean hasAny(Tx tx, ScheduledEmailId email) {
    return tx.dsl().fetchExists(DELIVERY, DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()));
  }

  boolean anyWaiting(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .fetchExists(WAITING_DELIVERY, WAITING_DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()));
  }

  boolean anyUnderWay(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .fetchExists(
            DELIVERY,
            DELIVERY
                .SCHEDULED_EMAIL_ID
                .eq(email.value())
                .and(DELIVERY.STATUS.in("sending", "in_doubt")));
  }
}
