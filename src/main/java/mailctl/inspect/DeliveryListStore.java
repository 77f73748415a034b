package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.WAITING_DELIVERY;
import static org.jooq.impl.DSL.boolOr;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.lower;
import static org.jooq.impl.DSL.select;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.database.NotYet;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectJoinStep;

/// Deliveries as lists show them.
final class DeliveryListStore {
  /// An aggregate and not `exists`, which PostgreSQL would answer by reading all attempts first.
  private static final Field<Boolean> UNSUBSCRIBED =
      coalesce(
          field(
              select(boolOr(ATTEMPT.UNSUBSCRIBED_AT.isNotNull()))
                  .from(ATTEMPT)
                  .where(ATTEMPT.DELIVERY_ID.eq(DELIVERY.ID))),
          inline(false));

  List<DeliveryRow> list(Tx tx, DeliveryQuery query, Instant now) {
    List<Condition> conditions = new ArrayList<>();
    query.filters().forEach(filter -> conditions.add(condition(filter, now)));
    query.before().ifPresent(id -> conditions.add(DELIVERY.ID.lt(id)));
    return rows(tx)
        .where(conditions)
        .orderBy(DELIVERY.ID.desc())
        .limit(query.limit())
        .fetch(DeliveryListStore::row);
  }

  Optional<DeliveryRow> find(Tx tx, long id) {
    return rows(tx).where(DELIVERY.ID.eq(id)).fetchOptional(DeliveryListStore::row);
  }

  /// What waits for another attempt after a block, the next one first.
  List<DeliveryRow> pendingRetries(Tx tx, int limit) {
    return rows(tx)
        .where(
            DELIVERY.ID.in(
                select(WAITING_DELIVERY.ID)
                    .from(WAITING_DELIVERY)
                    .where(WAITING_DELIVERY.STATUS.eq(DeliveryStatus.RETRYING.word()))
                    .orderBy(WAITING_DELIVERY.DUE_AT, WAITING_DELIVERY.ID)
                    .limit(limit)))
        .orderBy(DELIVERY.DUE_AT, DELIVERY.ID)
        .limit(limit)
        .fetch(DeliveryListStore::row);
  }

  private static SelectJoinStep<? extends Record> rows(Tx tx) {
    return tx.dsl()
        .select(
            DELIVERY.ID,
            DELIVERY.SCHEDULED_EMAIL_ID,
            SCHEDULED_EMAIL.NAME,
            EVENT.SLUG,
            DELIVERY.EMAIL,
            DELIVERY.STATUS,
            UNSUBSCRIBED,
            DELIVERY.SKIP_REASON,
            DELIVERY.REASON,
            DELIVERY.BLOCK_CLASS,
            DELIVERY.ATTEMPTS,
            DELIVERY.STATUS_AT,
            DELIVERY.DUE_AT)
        .from(DELIVERY)
        .join(SCHEDULED_EMAIL)
        .on(SCHEDULED_EMAIL.ID.eq(DELIVERY.SCHEDULED_EMAIL_ID))
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID));
  }

  private static Condition condition(DeliveryFilter filter, Instant now) {
    return switch (filter) {
      case DeliveryFilter.OfEmail(long id) -> DELIVERY.SCHEDULED_EMAIL_ID.eq(id);
      case DeliveryFilter.OfEvent(long id) -> SCHEDULED_EMAIL.EVENT_ID.eq(id);
      case DeliveryFilter.To(String address) -> lower(DELIVERY.EMAIL).eq(address);
      case DeliveryFilter.In(var statuses) ->
          DELIVERY.STATUS.in(statuses.stream().map(DeliveryStatus::word).sorted().toList());
      case DeliveryFilter.Overdue() ->
          DELIVERY.ID.in(
              select(WAITING_DELIVERY.ID)
                  .from(WAITING_DELIVERY)
                  .where(WAITING_DELIVERY.DUE_AT.lt(now.minus(Lateness.GRACE))));
      case DeliveryFilter.Since(Instant time) -> DELIVERY.STATUS_AT.ge(time);
      case DeliveryFilter.Until(Instant time) -> DELIVERY.STATUS_AT.lt(time);
    };
  }

  private static DeliveryRow row(Record record) {
    return new DeliveryRow(
        record.get(DELIVERY.ID),
        record.get(DELIVERY.SCHEDULED_EMAIL_ID),
        record.get(SCHEDULED_EMAIL.NAME),
        record.get(EVENT.SLUG),
        record.get(DELIVERY.EMAIL),
        DeliveryStatus.of(record.get(DELIVERY.STATUS)),
        record.get(UNSUBSCRIBED),
        Optional.ofNullable(record.get(DELIVERY.SKIP_REASON)),
        record.get(DELIVERY.REASON),
        Optional.ofNullable(record.get(DELIVERY.BLOCK_CLASS)),
        record.get(DELIVERY.ATTEMPTS),
        record.get(DELIVERY.STATUS_AT),
        Optional.ofNullable(record.get(DELIVERY.DUE_AT)).filter(at -> at.isBefore(NotYet.TIME)),
        NotYet.VARIANT.equals(record.get(DELIVERY.DUE_AT)));
  }
}
