package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.case_;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.List;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Select;
import org.jooq.SelectConditionStep;

/// Looks for what should not be in the books of one email.
final class BalanceStore {
  private static final int ENOUGH = 100;

  long deliveries(Tx tx, long email) {
    return tx.dsl().fetchCount(DELIVERY, DELIVERY.SCHEDULED_EMAIL_ID.eq(email));
  }

  List<Balance.AbandonedSubmission> abandoned(Tx tx, long email, Instant now) {
    return tx.dsl()
        .selectFrom(SUBMISSION)
        .where(SUBMISSION.SCHEDULED_EMAIL_ID.eq(email))
        .and(SUBMISSION.STATE.in("claimed", "calling"))
        .and(SUBMISSION.LEASE_UNTIL.le(now))
        .orderBy(SUBMISSION.ID)
        .fetch(
            row ->
                new Balance.AbandonedSubmission(
                    row.getId(), row.getState(), row.getRecipients(), row.getLeaseUntil()));
  }

  List<Balance.Contradiction> contradictions(Tx tx, long email) {
    // The database itself refuses a due time in a status that cannot be claimed.
    Condition claimable = DELIVERY.STATUS.in("queued", "retrying");
    Field<String> what =
        case_()
            .when(
                DELIVERY.STATUS.eq("sending").and(notExists(attemptsIn("claimed", "calling"))),
                val("sending, but in no open submission"))
            .when(
                claimable.and(exists(attemptsIn("claimed", "calling"))),
                val("free to be claimed, but in an open submission"))
            .when(
                DELIVERY.STATUS.eq("in_doubt").and(notExists(attemptsIn("in_doubt"))),
                val("in doubt, but in no doubtful submission"))
            .when(
                DELIVERY
                    .STATUS
                    .in("sent", "deferred", "delivered", "bounced", "dropped")
                    .and(notExists(attemptsIn("accepted").and(ATTEMPT.REJECTION.isNull()))),
                val("reported on, but never accepted"))
            .when(
                claimable.and(exists(attempts().and(ATTEMPT.OUTCOME.eq("delivered")))),
                val("waits for an attempt, but was delivered"))
            .when(exists(sentAgainOnHope()), val("sent again, though nothing had blocked it"));
    return tx.dsl()
        .select(DELIVERY.ID, DELIVERY.STATUS, what)
        .from(DELIVERY)
        .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email))
        .and(what.isNotNull())
        .orderBy(DELIVERY.ID)
        .limit(ENOUGH)
        .fetch(
            row ->
                new Balance.Contradiction(
                    row.value1(), DeliveryStatus.of(row.value2()), row.value3()));
  }

  private static SelectConditionStep<?> attempts() {
    return selectOne().from(ATTEMPT).where(ATTEMPT.DELIVERY_ID.eq(DELIVERY.ID));
  }

  private static SelectConditionStep<?> attemptsIn(String... states) {
    return selectOne()
        .from(ATTEMPT)
        .join(SUBMISSION)
        .on(SUBMISSION.ID.eq(ATTEMPT.SUBMISSION_ID))
        .where(ATTEMPT.DELIVERY_ID.eq(DELIVERY.ID))
        .and(SUBMISSION.STATE.in(states));
  }

  /// Deliveries that were mailed twice because a person had one sent again that had arrived.
  long knownDoubles(Tx tx, long email) {
    return tx.dsl()
        .fetchCount(
            DELIVERY,
            DELIVERY.SCHEDULED_EMAIL_ID.eq(email).and(exists(DoubleStore.ofDelivery(true))));
  }

  /// Accepted once and not blocked, and accepted again without a person's word.
  private static Select<?> sentAgainOnHope() {
    return DoubleStore.ofDelivery(false);
  }
}
