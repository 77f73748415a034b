package mailctl.inspect;

import static mailctl.database.schema.Tables.DUE_DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.min;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Tx;

/// Counts what waits, by the indexes that hold nothing else.
final class QueueStore {
  QueueState read(Tx tx, Instant now) {
    var deliveries =
        tx.dsl()
            .select(
                count().filterWhere(DUE_DELIVERY.DUE_AT.le(now)),
                count().filterWhere(DUE_DELIVERY.DUE_AT.gt(now)),
                min(DUE_DELIVERY.DUE_AT))
            .from(DUE_DELIVERY)
            .join(SCHEDULED_EMAIL)
            .on(SCHEDULED_EMAIL.ID.eq(DUE_DELIVERY.SCHEDULED_EMAIL_ID))
            .where(SCHEDULED_EMAIL.STATUS.in("active", "sending", "sent"))
            .fetchSingle();
    var doubts =
        tx.dsl()
            .select(count(), min(SUBMISSION.CALLED_AT))
            .from(SUBMISSION)
            .where(SUBMISSION.STATE.eq("in_doubt"))
            .fetchSingle();
    return new QueueState(
        now,
        deliveries.value1(),
        deliveries.value2(),
        Optional.ofNullable(deliveries.value3()).filter(oldest -> !oldest.isAfter(now)),
        emails(tx),
        Optional.ofNullable(
            tx.dsl()
                .select(min(SCHEDULED_EMAIL.DUE_AT))
                .from(SCHEDULED_EMAIL)
                .where(SCHEDULED_EMAIL.STATUS.eq("scheduled"))
                .and(SCHEDULED_EMAIL.DUE_AT.le(now))
                .fetchSingle()
                .value1()),
        doubts.value1(),
        Optional.ofNullable(doubts.value2()),
        tx.dsl().fetchCount(SUBMISSION, SUBMISSION.STATE.in("claimed", "calling")));
  }

  private static Map<String, Long> emails(Tx tx) {
    Map<String, Long> counts = new HashMap<>();
    tx.dsl()
        .select(SCHEDULED_EMAIL.STATUS, count())
        .from(SCHEDULED_EMAIL)
        .where(SCHEDULED_EMAIL.STATUS.in("scheduled", "sending", "paused", "held"))
        .groupBy(SCHEDULED_EMAIL.STATUS)
        .forEach(row -> counts.put(row.value1(), row.value2().longValue()));
    return counts;
  }
}
