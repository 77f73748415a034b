package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.WAITING_DELIVERY;
import static org.jooq.impl.DSL.val;

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

  /// Marks all that might be tried again, whatever becomes of what is under way. Those that wait
  /// are cancelled by that, as the fold would say; there may be a million of them. Whoever waits
  /// because a person wished it is left to the fold.
  ///
  /// @return how many are cancelled
  int cancelWaiting(Tx tx, ScheduledEmailId email, Instant now) {
    return tx.dsl()
        .resultQuery(
            """
            with open as (
              select id, status in ('queued', 'retrying') and resend_at is null as ends
              from delivery
              where scheduled_email_id = {0} and status in
                ('queued', 'sending', 'sent', 'deferred', 'retrying', 'in_doubt')
              order by id
              for no key update
            ), changed as (
              update delivery d set
                cancelled_at = {1},
                status = case when o.ends then 'cancelled' else d.status end,
                status_at = case when o.ends then {1} else d.status_at end,
                due_at = case when o.ends then null else d.due_at end,
                block_class = case when o.ends then null else d.block_class end,
                reason = case when o.ends then '' else d.reason end
              from open o
              where d.id = o.id
              returning o.ends
            )
            select count(*) filter (where ends)::integer from changed
            """,
            val(email.value()), val(now))
        .fetchSingle()
        .get(0, Integer.class);
  }

  /// Those cancelled ones that a person wished to be tried again; the wish is void now.
  List<DeliveryId> dropWishes(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .update(DELIVERY)
        .set(DELIVERY.RESEND_AT, DSL.castNull(DELIVERY.RESEND_AT))
        .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()))
        .and(DELIVERY.CANCELLED_AT.isNotNull())
        .and(DELIVERY.RESEND_AT.isNotNull())
        .returningResult(DELIVERY.ID)
        .fetch(row -> new DeliveryId(row.value1()));
  }
}
