package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.ORGANIZATION;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static org.jooq.impl.DSL.lower;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/// The parts of one delivery's history.
final class DeliveryHistoryStore {
  DeliveryHistory.Inputs inputs(Tx tx, long delivery) {
    return tx.dsl()
        .select()
        .from(DELIVERY)
        .join(SCHEDULED_EMAIL)
        .on(SCHEDULED_EMAIL.ID.eq(DELIVERY.SCHEDULED_EMAIL_ID))
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .join(ORGANIZATION)
        .on(ORGANIZATION.ID.eq(EVENT.ORGANIZATION_ID))
        .join(REGISTRATION)
        .on(REGISTRATION.ID.eq(DELIVERY.REGISTRATION_ID))
        .where(DELIVERY.ID.eq(delivery))
        .fetchSingle(DeliveryHistoryStore::inputs);
  }

  List<AttemptHistory> attempts(Tx tx, long delivery) {
    return tx.dsl()
        .select()
        .from(ATTEMPT)
        .join(SUBMISSION)
        .on(SUBMISSION.ID.eq(ATTEMPT.SUBMISSION_ID))
        .where(ATTEMPT.DELIVERY_ID.eq(delivery))
        .orderBy(ATTEMPT.NUMBER)
        .fetch(DeliveryHistoryStore::attempt);
  }

  List<DeliveryHistory.EventLine> events(Tx tx, long delivery) {
    return tx.dsl()
        .select()
        .from(PROVIDER_EVENT)
        .leftJoin(ATTEMPT)
        .on(ATTEMPT.ID.eq(PROVIDER_EVENT.ATTEMPT_ID))
        .where(PROVIDER_EVENT.DELIVERY_ID.eq(delivery))
        .orderBy(PROVIDER_EVENT.OCCURRED_AT, PROVIDER_EVENT.FINGERPRINT)
        .fetch(DeliveryHistoryStore::event);
  }

  /// What of each scheduled email its deliveries wait for.
  Map<Long, NextStep.Email> emails(Tx tx, Collection<Long> emails) {
    return tx.dsl()
        .select(
            SCHEDULED_EMAIL.ID,
            SCHEDULED_EMAIL.STATUS,
            DSL.when(
                SCHEDULED_EMAIL.STATUS.eq("scheduled").and(SCHEDULED_EMAIL.PLANNED_AT.isNotNull()),
                SCHEDULED_EMAIL.DUE_AT))
        .from(SCHEDULED_EMAIL)
        .where(SCHEDULED_EMAIL.ID.in(emails))
        .fetchMap(
            row -> row.value1(),
            row -> new NextStep.Email(row.value2(), Optional.ofNullable(row.value3())));
  }

  /// Those that stop, or stopped, mail of each delivery's event to its address; deliveries without
  /// any are left out.
  Map<Long, List<DeliveryHistory.SuppressionLine>> suppressions(
      Tx tx, Collection<Long> deliveries) {
    return tx.dsl()
        .select(DELIVERY.ID)
        .select(SUPPRESSION.fields())
        .from(DELIVERY)
        .join(SCHEDULED_EMAIL)
        .on(SCHEDULED_EMAIL.ID.eq(DELIVERY.SCHEDULED_EMAIL_ID))
        .join(EVENT)
        .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
        .join(SUPPRESSION)
        .on(SUPPRESSION.EMAIL.eq(lower(DELIVERY.EMAIL)))
        .and(
            SUPPRESSION
                .SCOPE
                .eq("global")
                .or(SUPPRESSION.ORGANIZATION_ID.eq(EVENT.ORGANIZATION_ID))
                .or(SUPPRESSION.EVENT_ID.eq(EVENT.ID)))
        .where(DELIVERY.ID.in(deliveries))
        .orderBy(SUPPRESSION.SUPPRESSED_AT, SUPPRESSION.ID)
        .fetchGroups(DELIVERY.ID, DeliveryHistoryStore::suppression);
  }

  private static DeliveryHistory.Inputs inputs(Record record) {
    return new DeliveryHistory.Inputs(
        record.get(ORGANIZATION.SLUG),
        record.get(EVENT.ID),
        record.get(SCHEDULED_EMAIL.STATUS),
        Optional.ofNullable(record.get(SCHEDULED_EMAIL.STATUS_REASON)),
        record.get(REGISTRATION.ID),
        record.get(REGISTRATION.NAME),
        record.get(DELIVERY.OCCURRENCE),
        record.get(DELIVERY.CREATED_AT),
        Optional.ofNullable(record.get(DELIVERY.SKIP_REASON)),
        record.get(DELIVERY.SKIP_DETAIL),
        Optional.ofNullable(record.get(DELIVERY.CANCELLED_AT)),
        Optional.ofNullable(record.get(DELIVERY.NOT_BEFORE)),
        Optional.ofNullable(record.get(DELIVERY.RESEND_AT)),
        Optional.ofNullable(record.get(DELIVERY.BATCH_LIMIT)),
        Optional.ofNullable(record.get(DELIVERY.VARIANT)),
        record.get(DELIVERY.TESTED));
  }

  private static AttemptHistory attempt(Record record) {
    return new AttemptHistory(
        record.get(ATTEMPT.NUMBER),
        record.get(ATTEMPT.ORIGIN),
        record.get(ATTEMPT.EMAIL),
        new AttemptHistory.Request(
            record.get(SUBMISSION.ID),
            record.get(SUBMISSION.STATE),
            Optional.ofNullable(record.get(SUBMISSION.MESSAGE_ID)),
            record.get(SUBMISSION.DETAIL),
            record.get(SUBMISSION.RECIPIENTS),
            record.get(SUBMISSION.CLAIMED_AT),
            record.get(SUBMISSION.LEASE_UNTIL),
            Optional.ofNullable(record.get(SUBMISSION.CALLED_AT)),
            Optional.ofNullable(record.get(SUBMISSION.SETTLED_AT))),
        Optional.ofNullable(record.get(ATTEMPT.REJECTION)),
        Optional.ofNullable(record.get(ATTEMPT.OUTCOME))
            .map(
                kind ->
                    new AttemptHistory.Outcome(
                        kind,
                        record.get(ATTEMPT.OUTCOME_AT),
                        Optional.ofNullable(record.get(ATTEMPT.OUTCOME_CLASS)),
                        Optional.ofNullable(record.get(ATTEMPT.OUTCOME_REASON)))),
        new AttemptHistory.Facts(
            visits(record, ATTEMPT.OPENS, ATTEMPT.FIRST_OPENED_AT, ATTEMPT.LAST_OPENED_AT),
            visits(
                record,
                ATTEMPT.MACHINE_OPENS,
                ATTEMPT.FIRST_MACHINE_OPENED_AT,
                ATTEMPT.LAST_MACHINE_OPENED_AT),
            visits(record, ATTEMPT.CLICKS, ATTEMPT.FIRST_CLICKED_AT, ATTEMPT.LAST_CLICKED_AT),
            visits(
                record,
                ATTEMPT.MACHINE_CLICKS,
                ATTEMPT.FIRST_MACHINE_CLICKED_AT,
                ATTEMPT.LAST_MACHINE_CLICKED_AT),
            Optional.ofNullable(record.get(ATTEMPT.SPAM_REPORTED_AT)),
            Optional.ofNullable(record.get(ATTEMPT.UNSUBSCRIBED_AT))));
  }

  private static AttemptHistory.Visits visits(
      Record record, Field<Integer> count, Field<Instant> first, Field<Instant> last) {
    return new AttemptHistory.Visits(
        record.get(count),
        Optional.ofNullable(record.get(first)),
        Optional.ofNullable(record.get(last)));
  }

  private static DeliveryHistory.EventLine event(Record record) {
    return new DeliveryHistory.EventLine(
        record.get(PROVIDER_EVENT.TYPE),
        record.get(PROVIDER_EVENT.OCCURRED_AT),
        record.get(PROVIDER_EVENT.RECEIVED_AT),
        Optional.ofNullable(record.get(ATTEMPT.NUMBER)),
        Optional.ofNullable(record.get(PROVIDER_EVENT.CLASS)),
        Optional.ofNullable(record.get(PROVIDER_EVENT.REASON)),
        Optional.ofNullable(record.get(PROVIDER_EVENT.SMTP_STATUS)),
        Optional.ofNullable(record.get(PROVIDER_EVENT.MACHINE)),
        Optional.ofNullable(record.get(PROVIDER_EVENT.URL)),
        Optional.ofNullable(record.get(PROVIDER_EVENT.USER_AGENT)));
  }

  private static DeliveryHistory.SuppressionLine suppression(Record record) {
    return new DeliveryHistory.SuppressionLine(
        record.get(SUPPRESSION.ID),
        record.get(SUPPRESSION.SCOPE),
        record.get(SUPPRESSION.REASON),
        record.get(SUPPRESSION.SOURCE),
        record.get(SUPPRESSION.EVIDENCE),
        record.get(SUPPRESSION.SUPPRESSED_AT),
        record.get(SUPPRESSION.CREATED_AT),
        Optional.ofNullable(record.get(SUPPRESSION.LIFTED_AT)));
  }
}
