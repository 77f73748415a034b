package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.DOUBT_INQUIRY;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SETTLEMENT_EVIDENCE;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.exists;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectCount;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Field;

/// Submissions in doubt.
final class DoubtListStore {
  private static final Field<Integer> STILL_IN_DOUBT =
      field(
          selectCount()
              .from(ATTEMPT)
              .join(DELIVERY)
              .on(DELIVERY.ID.eq(ATTEMPT.DELIVERY_ID))
              .where(ATTEMPT.SUBMISSION_ID.eq(SUBMISSION.ID))
              .and(DELIVERY.STATUS.eq(DeliveryStatus.IN_DOUBT.word())));

  private static final int FEW = 3;

  /// Taken with that submission and not refused, and taken again because a person asked for it.
  private static final Field<Integer> MAILED_TWICE =
      field(
          selectCount()
              .from(ATTEMPT)
              .where(ATTEMPT.SUBMISSION_ID.eq(SUBMISSION.ID))
              .and(SUBMISSION.STATE.eq("accepted"))
              .and(exists(DoubleStore.takenAgainByHand())));

  /// The oldest first.
  List<DoubtfulSubmission> list(Tx tx, Instant now, int limit) {
    return tx.dsl()
        .select(
            SUBMISSION.ID,
            SUBMISSION.SCHEDULED_EMAIL_ID,
            SCHEDULED_EMAIL.NAME,
            EVENT.SLUG,
            SUBMISSION.RECIPIENTS,
            STILL_IN_DOUBT,
            SUBMISSION.CALLED_AT,
            SUBMISSION.DETAIL,
            DOUBT_INQUIRY.ASKED_AT,
            DOUBT_INQUIRY.WORDS)
        .from(SUBMISSION)
        .join(SCHEDULED_EMAIL)
        .on(SCHEDULED_EMAIL.ID.eq(SUBMISSION.SCHEDULED_EMAIL_ID))
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .leftJoin(DOUBT_INQUIRY)
        .on(DOUBT_INQUIRY.SUBMISSION_ID.eq(SUBMISSION.ID))
        .where(SUBMISSION.STATE.eq("in_doubt"))
        .orderBy(SUBMISSION.ID)
        .limit(limit)
        .fetch(
            row ->
                new DoubtfulSubmission(
                    row.get(SUBMISSION.ID),
                    row.get(SUBMISSION.SCHEDULED_EMAIL_ID),
                    row.get(SCHEDULED_EMAIL.NAME),
                    row.get(EVENT.SLUG),
                    row.get(SUBMISSION.RECIPIENTS),
                    row.get(STILL_IN_DOUBT),
                    addresses(tx, row.get(SUBMISSION.ID)),
                    row.get(SUBMISSION.CALLED_AT),
                    Duration.between(row.get(SUBMISSION.CALLED_AT), now),
                    row.get(SUBMISSION.DETAIL),
                    Optional.ofNullable(row.get(DOUBT_INQUIRY.ASKED_AT))
                        .map(
                            at ->
                                new DoubtfulSubmission.Inquiry(at, row.get(DOUBT_INQUIRY.WORDS)))));
  }

  /// The latest first.
  List<SettledDoubt> settled(Tx tx, int limit) {
    return tx.dsl()
        .select(
            SETTLEMENT_EVIDENCE.SUBMISSION_ID,
            SUBMISSION.SCHEDULED_EMAIL_ID,
            EVENT.SLUG,
            SUBMISSION.RECIPIENTS,
            SETTLEMENT_EVIDENCE.KIND,
            SETTLEMENT_EVIDENCE.STATE,
            SUBMISSION.STATE,
            SETTLEMENT_EVIDENCE.WHO,
            SETTLEMENT_EVIDENCE.WORDS,
            SETTLEMENT_EVIDENCE.AT,
            MAILED_TWICE)
        .from(SETTLEMENT_EVIDENCE)
        .join(SUBMISSION)
        .on(SUBMISSION.ID.eq(SETTLEMENT_EVIDENCE.SUBMISSION_ID))
        .join(SCHEDULED_EMAIL)
        .on(SCHEDULED_EMAIL.ID.eq(SUBMISSION.SCHEDULED_EMAIL_ID))
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .orderBy(SETTLEMENT_EVIDENCE.ID.desc())
        .limit(limit)
        .fetch(
            row ->
                new SettledDoubt(
                    row.value1(),
                    row.value2(),
                    row.value3(),
                    row.value4(),
                    row.value5(),
                    row.value6(),
                    row.value7(),
                    row.value8(),
                    row.value9(),
                    row.value10(),
                    row.value11()));
  }

  private static List<String> addresses(Tx tx, long submission) {
    return tx.dsl()
        .select(ATTEMPT.EMAIL)
        .from(ATTEMPT)
        .where(ATTEMPT.SUBMISSION_ID.eq(submission))
        .orderBy(ATTEMPT.ID)
        .limit(FEW)
        .fetch(ATTEMPT.EMAIL);
  }
}
