package mailctl.support;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static mailctl.support.TestRows.NOW;

import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import mailctl.database.schema.tables.records.AttemptRecord;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.database.schema.tables.records.ProviderEventRecord;
import mailctl.database.schema.tables.records.SubmissionRecord;

/// What makes the rows of sending valid by default. Tests go through `TestRows`.
final class SendingRows {
  private static final Set<String> CLAIMABLE = Set.of("queued", "retrying");

  private final TestRows rows;

  SendingRows(TestRows rows) {
    this.rows = rows;
  }

  TestRow<DeliveryRecord> delivery() {
    return rows.row(
        DELIVERY,
        row -> {
          row.compute(DELIVERY.SCHEDULED_EMAIL_ID, rows::scheduledEmailId)
              .fill(DELIVERY.STATUS, "queued")
              .fill(DELIVERY.STATUS_AT, NOW)
              .fill(DELIVERY.CREATED_AT, NOW)
              .compute(DELIVERY.REGISTRATION_ID, () -> registrationOf(row))
              .compute(
                  DELIVERY.EMAIL,
                  () ->
                      rows.value(
                          REGISTRATION.EMAIL, REGISTRATION.ID, row.get(DELIVERY.REGISTRATION_ID)));
          String status = row.get(DELIVERY.STATUS);
          row.fill(DELIVERY.DUE_AT, CLAIMABLE.contains(status) ? NOW : null);
          if (status.equals("skipped")) {
            row.fill(DELIVERY.SKIP_REASON, "suppressed");
          }
          if (status.equals("cancelled")) {
            row.fill(DELIVERY.CANCELLED_AT, NOW);
          }
        });
  }

  TestRow<SubmissionRecord> submission() {
    return rows.row(
        SUBMISSION,
        row -> {
          row.compute(SUBMISSION.SCHEDULED_EMAIL_ID, rows::scheduledEmailId)
              .fill(SUBMISSION.STATE, "accepted")
              .compute(SUBMISSION.OWNER, UUID::randomUUID)
              .fill(SUBMISSION.RECIPIENTS, 1)
              .fill(SUBMISSION.CLAIMED_AT, NOW)
              .compute(
                  SUBMISSION.LEASE_UNTIL,
                  () -> row.get(SUBMISSION.CLAIMED_AT).plus(Duration.ofSeconds(30)));
          String state = row.get(SUBMISSION.STATE);
          if (!Set.of("claimed", "returned").contains(state)) {
            row.compute(SUBMISSION.CALLED_AT, () -> row.get(SUBMISSION.CLAIMED_AT).plusMillis(5));
          }
          if (!Set.of("claimed", "calling").contains(state)) {
            row.compute(
                SUBMISSION.SETTLED_AT, () -> row.get(SUBMISSION.CLAIMED_AT).plusMillis(250));
          }
          if (state.equals("accepted")) {
            row.compute(SUBMISSION.MESSAGE_ID, () -> "message-" + rows.next());
          }
        });
  }

  /// Wants its delivery stated.
  TestRow<AttemptRecord> attempt() {
    return rows.row(
        ATTEMPT,
        row -> {
          row.compute(ATTEMPT.SUBMISSION_ID, () -> submissionOf(row.get(ATTEMPT.DELIVERY_ID)))
              .fill(ATTEMPT.NUMBER, 1)
              .compute(ATTEMPT.ORIGIN, () -> row.get(ATTEMPT.NUMBER) == 1 ? "plan" : "retry")
              .compute(
                  ATTEMPT.EMAIL,
                  () -> rows.value(DELIVERY.EMAIL, DELIVERY.ID, row.get(ATTEMPT.DELIVERY_ID)));
          if (row.get(ATTEMPT.OUTCOME) != null) {
            row.fill(ATTEMPT.OUTCOME_AT, NOW)
                .compute(ATTEMPT.OUTCOME_FINGERPRINT, UUID::randomUUID)
                .compute(ATTEMPT.FIRST_EVENT_AT, () -> row.get(ATTEMPT.OUTCOME_AT))
                .compute(ATTEMPT.LAST_EVENT_AT, () -> row.get(ATTEMPT.OUTCOME_AT));
          }
        });
  }

  /// Wants its type and address stated.
  TestRow<ProviderEventRecord> providerEvent() {
    return rows.row(
        PROVIDER_EVENT,
        row ->
            row.fill(PROVIDER_EVENT.OCCURRED_AT, NOW)
                .compute(PROVIDER_EVENT.RECEIVED_AT, () -> row.get(PROVIDER_EVENT.OCCURRED_AT))
                .compute(PROVIDER_EVENT.FINGERPRINT, UUID::randomUUID));
  }

  private long registrationOf(TestRow<DeliveryRecord> delivery) {
    long event =
        rows.value(
            SCHEDULED_EMAIL.EVENT_ID,
            SCHEDULED_EMAIL.ID,
            delivery.get(DELIVERY.SCHEDULED_EMAIL_ID));
    if (delivery.states(DELIVERY.EMAIL)) {
      return rows.registrationId(event, delivery.get(DELIVERY.EMAIL));
    }
    return rows.registration().with(REGISTRATION.EVENT_ID, event).insert().getId();
  }

  private long submissionOf(long delivery) {
    long email = rows.value(DELIVERY.SCHEDULED_EMAIL_ID, DELIVERY.ID, delivery);
    return submission().with(SUBMISSION.SCHEDULED_EMAIL_ID, email).insert().getId();
  }
}
