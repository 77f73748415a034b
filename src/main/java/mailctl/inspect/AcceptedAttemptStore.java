package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.jooq.impl.DSL.row;

import java.util.List;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Record;
import org.jooq.impl.DSL;

/// The messages of an email that the provider accepted, page by page.
final class AcceptedAttemptStore {
  /// In the order of acceptance; whom the provider refused by name is not among them.
  List<AcceptedAttempt> page(
      Tx tx, long scheduledEmailId, Optional<AcceptedAttempt> after, int limit) {
    Condition beyond =
        after
            .map(last -> row(SUBMISSION.ID, ATTEMPT.ID).gt(row(last.submissionId(), last.id())))
            .orElseGet(DSL::noCondition);
    return tx.dsl()
        .select(
            ATTEMPT.ID,
            ATTEMPT.SUBMISSION_ID,
            ATTEMPT.DELIVERY_ID,
            ATTEMPT.NUMBER,
            ATTEMPT.EMAIL,
            SUBMISSION.MESSAGE_ID,
            SUBMISSION.SETTLED_AT,
            SUBMISSION.SCHEDULED_EMAIL_ID,
            SCHEDULED_EMAIL.EVENT_ID,
            DELIVERY.REGISTRATION_ID)
        .from(SUBMISSION)
        .join(ATTEMPT)
        .on(ATTEMPT.SUBMISSION_ID.eq(SUBMISSION.ID))
        .join(DELIVERY)
        .on(DELIVERY.ID.eq(ATTEMPT.DELIVERY_ID))
        .join(SCHEDULED_EMAIL)
        .on(SCHEDULED_EMAIL.ID.eq(SUBMISSION.SCHEDULED_EMAIL_ID))
        .where(SUBMISSION.SCHEDULED_EMAIL_ID.eq(scheduledEmailId))
        .and(SUBMISSION.STATE.eq("accepted"))
        .and(SUBMISSION.MESSAGE_ID.isNotNull())
        .and(ATTEMPT.REJECTION.isNull())
        .and(beyond)
        .orderBy(SUBMISSION.ID, ATTEMPT.ID)
        .limit(limit)
        .fetch(AcceptedAttemptStore::attempt);
  }

  private static AcceptedAttempt attempt(Record record) {
    return new AcceptedAttempt(
        record.get(ATTEMPT.ID),
        record.get(ATTEMPT.SUBMISSION_ID),
        record.get(ATTEMPT.DELIVERY_ID),
        record.get(ATTEMPT.NUMBER),
        record.get(ATTEMPT.EMAIL),
        record.get(SUBMISSION.MESSAGE_ID),
        record.get(SUBMISSION.SETTLED_AT),
        record.get(SUBMISSION.SCHEDULED_EMAIL_ID),
        record.get(SCHEDULED_EMAIL.EVENT_ID),
        record.get(DELIVERY.REGISTRATION_ID));
  }
}
