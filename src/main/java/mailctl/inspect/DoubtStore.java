package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.selectCount;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import mailctl.database.Tx;
import org.jooq.Field;

/// Submissions in doubt.
final class DoubtStore {
  private static final Field<Integer> STILL_IN_DOUBT =
      field(
          selectCount()
              .from(ATTEMPT)
              .join(DELIVERY)
              .on(DELIVERY.ID.eq(ATTEMPT.DELIVERY_ID))
              .where(ATTEMPT.SUBMISSION_ID.eq(SUBMISSION.ID))
              .and(DELIVERY.STATUS.eq(DeliveryStatus.IN_DOUBT.word())));

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
            SUBMISSION.DETAIL)
        .from(SUBMISSION)
        .join(SCHEDULED_EMAIL)
        .on(SCHEDULED_EMAIL.ID.eq(SUBMISSION.SCHEDULED_EMAIL_ID))
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
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
                    row.get(SUBMISSION.CALLED_AT),
                    Duration.between(row.get(SUBMISSION.CALLED_AT), now),
                    row.get(SUBMISSION.DETAIL)));
  }
}
