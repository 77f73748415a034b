package mailctl.inspect;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.sum;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Condition;

/// Counts what happened in a time.
final class PeriodStore {
  private static final List<String> FAILURES = List.of("blocked", "bounced", "dropped");

  PeriodReport.Counts counts(Tx tx, Instant since, Instant until, Optional<Long> event) {
    BigDecimal accepted =
        tx.dsl()
            .select(sum(SUBMISSION.RECIPIENTS))
            .from(SUBMISSION)
            .where(SUBMISSION.STATE.eq("accepted"))
            .and(SUBMISSION.CALLED_AT.ge(since))
            .and(SUBMISSION.CALLED_AT.lt(until))
            .and(
                event
                    .map(
                        id ->
                            SUBMISSION.SCHEDULED_EMAIL_ID.in(
                                select(SCHEDULED_EMAIL.ID)
                                    .from(SCHEDULED_EMAIL)
                                    .where(SCHEDULED_EMAIL.EVENT_ID.eq(id))))
                    .orElse(noCondition()))
            .fetchSingle()
            .value1();
    Map<String, Long> events = new HashMap<>();
    tx.dsl()
        .select(PROVIDER_EVENT.TYPE, countDistinct(PROVIDER_EVENT.DELIVERY_ID))
        .from(PROVIDER_EVENT)
        .where(within(since, until, event))
        .groupBy(PROVIDER_EVENT.TYPE)
        .forEach(row -> events.put(row.value1(), row.value2().longValue()));
    return new PeriodReport.Counts(accepted == null ? 0 : accepted.longValue(), events);
  }

  List<PeriodReport.Reason> reasons(Tx tx, Instant since, Instant until, Optional<Long> event) {
    return tx.dsl()
        .select(
            PROVIDER_EVENT.TYPE,
            coalesce(PROVIDER_EVENT.CLASS, inline("unknown")),
            countDistinct(PROVIDER_EVENT.DELIVERY_ID))
        .from(PROVIDER_EVENT)
        .where(within(since, until, event))
        .and(PROVIDER_EVENT.TYPE.in(FAILURES))
        .groupBy(PROVIDER_EVENT.TYPE, PROVIDER_EVENT.CLASS)
        .orderBy(countDistinct(PROVIDER_EVENT.DELIVERY_ID).desc(), PROVIDER_EVENT.TYPE)
        .limit(10)
        .fetch(row -> new PeriodReport.Reason(row.value1(), row.value2(), row.value3()));
  }

  private static Condition within(Instant since, Instant until, Optional<Long> event) {
    Condition in =
        PROVIDER_EVENT
            .OCCURRED_AT
            .ge(since)
            .and(PROVIDER_EVENT.OCCURRED_AT.lt(until))
            .and(PROVIDER_EVENT.DELIVERY_ID.isNotNull());
    return event
        .map(
            id ->
                in.and(
                    exists(
                        selectOne()
                            .from(DELIVERY)
                            .join(SCHEDULED_EMAIL)
                            .on(SCHEDULED_EMAIL.ID.eq(DELIVERY.SCHEDULED_EMAIL_ID))
                            .where(DELIVERY.ID.eq(PROVIDER_EVENT.DELIVERY_ID))
                            .and(SCHEDULED_EMAIL.EVENT_ID.eq(id)))))
        .orElse(in);
  }
}
