package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static mailctl.database.schema.Tables.WAITING_DELIVERY;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.countDistinct;
import static org.jooq.impl.DSL.min;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.database.Tx;

/// Counts what needs an eye on it.
final class OverviewStore {
  Overview read(
      Tx tx, Instant now, List<EmailSummary> emails, InboxState inbox, ProviderLimits limits) {
    Instant onTime = now.minus(Lateness.GRACE);
    return new Overview(
        emails,
        tx.dsl().fetchCount(SCHEDULED_EMAIL),
        tx.dsl()
            .fetchCount(
                SCHEDULED_EMAIL,
                SCHEDULED_EMAIL.STATUS.eq("scheduled").and(SCHEDULED_EMAIL.DUE_AT.lt(onTime))),
        tx.dsl().fetchCount(WAITING_DELIVERY, WAITING_DELIVERY.DUE_AT.lt(onTime)),
        retries(tx),
        doubts(tx),
        inbox,
        limits);
  }

  private static Overview.Retries retries(Tx tx) {
    return tx.dsl()
        .select(count(), min(WAITING_DELIVERY.DUE_AT))
        .from(WAITING_DELIVERY)
        .where(WAITING_DELIVERY.STATUS.eq(DeliveryStatus.RETRYING.word()))
        .fetchSingle(row -> new Overview.Retries(row.value1(), Optional.ofNullable(row.value2())));
  }

  private static Overview.Doubts doubts(Tx tx) {
    return tx.dsl()
        .select(countDistinct(SUBMISSION.ID), countDistinct(DELIVERY.ID))
        .from(SUBMISSION)
        .leftJoin(ATTEMPT)
        .on(ATTEMPT.SUBMISSION_ID.eq(SUBMISSION.ID))
        .leftJoin(DELIVERY)
        .on(DELIVERY.ID.eq(ATTEMPT.DELIVERY_ID))
        .and(DELIVERY.STATUS.eq(DeliveryStatus.IN_DOUBT.word()))
        .where(SUBMISSION.STATE.eq("in_doubt"))
        .fetchSingle(row -> new Overview.Doubts(row.value1(), row.value2()));
  }
}
