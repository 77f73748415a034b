package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Tx;

/// Marks the deliveries of a cancelled email, a piece at a time.
final class CancelStore {
  enum Whom {
    ALL,
    WHO_WAITS
  }

  /// A place in the order in which the deliveries of an email are walked.
  record Place(long registration, int occurrence) {
    static final Place START = new Place(0, -1);
  }

  /// @param deliveries how many were looked at
  /// @param last where the next one begins
  /// @param wished those that a person wished to be tried again; the wish is void now
  record Piece(int deliveries, Place last, List<DeliveryId> wished) {}

  /// How many wait for their turn, for a retry, or because a person wished it.
  int waiting(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .fetchCount(
            DELIVERY,
            DELIVERY
                .SCHEDULED_EMAIL_ID
                .eq(email.value())
                .and(DELIVERY.DUE_AT.isNotNull().or(DELIVERY.RESEND_AT.isNotNull())));
  }

  /// Whether deliveries of it may be claimed even now that it is cancelled: retries of one that is
  /// over.
  boolean isOver(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .fetchExists(
            SCHEDULED_EMAIL,
            SCHEDULED_EMAIL
                .ID
                .eq(email.value())
                .and(SCHEDULED_EMAIL.STATUS.in(inline("sent"), inline("failed"))));
  }

  void begin(Tx tx, ScheduledEmailId email, Instant now) {
    tx.dsl()
        .update(SCHEDULED_EMAIL)
        .set(SCHEDULED_EMAIL.CANCELLING_SINCE, now)
        .where(SCHEDULED_EMAIL.ID.eq(email.value()))
        .execute();
  }

  /// Unless it was cancelled once more since then.
  void end(Tx tx, ScheduledEmailId email, Instant since) {
    tx.dsl()
        .update(SCHEDULED_EMAIL)
        .setNull(SCHEDULED_EMAIL.CANCELLING_SINCE)
        .where(SCHEDULED_EMAIL.ID.eq(email.value()))
        .and(SCHEDULED_EMAIL.CANCELLING_SINCE.eq(since))
        .execute();
  }

  Optional<Instant> since(Tx tx, ScheduledEmailId email) {
    return tx.dsl()
        .select(SCHEDULED_EMAIL.CANCELLING_SINCE)
        .from(SCHEDULED_EMAIL)
        .where(SCHEDULED_EMAIL.ID.eq(email.value()))
        .fetchOptional(SCHEDULED_EMAIL.CANCELLING_SINCE);
  }

  /// Those whose deliveries are not all marked.
  List<ScheduledEmailId> open(Tx tx) {
    return tx.dsl()
        .select(SCHEDULED_EMAIL.ID)
        .from(SCHEDULED_EMAIL)
        .where(SCHEDULED_EMAIL.CANCELLING_SINCE.isNotNull())
        .orderBy(SCHEDULED_EMAIL.ID)
        .fetch(row -> new ScheduledEmailId(row.value1()));
  }

  /// Of the next deliveries marks all that might be tried again, whatever becomes of what is under
  /// way. Those that wait are cancelled by that, as the fold would say. Whoever waits because a
  /// person wished it is left to the fold, and whoever was planned or wished for after it was
  /// cancelled is left alone.
  ///
  /// @param most deliveries at a time
  /// @return empty when there are none
  Optional<Piece> mark(
      Tx tx, ScheduledEmailId email, Instant since, Whom whom, Place after, int most) {
    return tx.dsl()
        .resultQuery(
            """
            with page as materialized (
              select id, registration_id, occurrence from delivery
              where scheduled_email_id = {0} and (registration_id, occurrence) > ({2}, {3})
                and ({5} or due_at is not null)
              order by registration_id, occurrence limit {4}
            ), open as (
              select id, resend_at is not null as wished,
                status in ('queued', 'retrying') and resend_at is null as ends
              from delivery
              where id = any (array(select id from page)) and created_at <= {1}
                and cancelled_at is distinct from {1}
                and (resend_at is null or resend_at <= {1})
                and status in ('queued', 'sending', 'sent', 'deferred', 'retrying', 'in_doubt')
              order by id
              for no key update
            ), changed as (
              update delivery d set
                cancelled_at = {1}, resend_at = null,
                status = case when o.ends then 'cancelled' else d.status end,
                status_at = case when o.ends then {1} else d.status_at end,
                due_at = case when o.ends then null else d.due_at end,
                block_class = case when o.ends then null else d.block_class end,
                reason = case when o.ends then '' else d.reason end
              from open o
              where d.id = o.id
              returning d.id, o.wished
            )
            select p.registration_id, p.occurrence,
              (select count(*)::integer from page) as deliveries,
              array(select id from changed where wished order by id) as wished
            from page p order by p.registration_id desc, p.occurrence desc limit 1
            """,
            val(email.value()),
            val(since),
            val(after.registration()),
            val(after.occurrence()),
            val(most),
            val(whom == Whom.ALL))
        .fetchOptional(
            row ->
                new Piece(
                    row.get("deliveries", Integer.class),
                    new Place(
                        row.get("registration_id", Long.class),
                        row.get("occurrence", Integer.class)),
                    Arrays.stream(row.get("wished", Long[].class)).map(DeliveryId::new).toList()));
  }
}
