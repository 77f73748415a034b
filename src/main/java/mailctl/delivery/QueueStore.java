package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;

import java.time.Instant;
import java.util.List;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;
import org.jooq.impl.DSL;

/// Deliveries that wait for their turn or for a retry.
final class QueueStore {
  boolean hasAny(Tx tx, ScheduledEmailId email) {
    return tx.dsl().fetchExists(DELIVERY, DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()));
  }

  boolean anyWaiting(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .fetchExists(
            DELIVERY,
            DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()).and(DELIVERY.DUE_AT.isNotNull()));
  }

  /// Marks them cancelled; deriving their status is left to the fold. Those under way are marked, too,
  /// so that they are not tried again should they come back.
  List<DeliveryId> cancelWaiting(Tx tx, ScheduledEmailId email, Instant now) {
    List<Long> ids =
        tx.dsl()
            .select(DELIVERY.ID)
            .from(DELIVERY)
            .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()))
            .and(DELIVERY.DUE_AT.isNotNull().or(DELIVERY.STATUS.eq("sending")))
            .orderBy(DELIVERY.ID)
            .forNoKeyUpdate()
            .fetch(DELIVERY.ID);
    tx.dsl()
        .update(DELIVERY)
        .set(DELIVERY.CANCELLED_AT, now)
        .set(DELIVERY.RESEND_AT, DSL.castNull(DELIVERY.RESEND_AT))
        .where(DELIVERY.ID.in(ids))
        .execute();
    return ids.stream().map(DeliveryId::new).toList();
  }
}
