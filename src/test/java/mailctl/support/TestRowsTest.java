package mailctl.support;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mailctl.database.schema.tables.records.AttemptRecord;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.database.schema.tables.records.EventRecord;
import mailctl.database.schema.tables.records.RegistrationRecord;
import mailctl.database.schema.tables.records.ScheduledEmailRecord;
import mailctl.database.schema.tables.records.SuppressionRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestRowsTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private TestRows rows;

  @BeforeEach
  void rows() {
    rows = TestRows.in(db.database());
  }

  @Test
  void rows_that_name_no_parent_share_one() {
    DeliveryRecord first = rows.delivery().insert();
    DeliveryRecord second = rows.delivery().insert();

    assertThat(second.getScheduledEmailId()).isEqualTo(first.getScheduledEmailId());
    assertThat(second.getRegistrationId()).isNotEqualTo(first.getRegistrationId());
  }

  @Test
  void a_delivery_belongs_to_a_registration_of_its_emails_event_with_its_address() {
    EventRecord event = rows.event().insert();
    ScheduledEmailRecord email =
        rows.scheduledEmail().with(SCHEDULED_EMAIL.EVENT_ID, event.getId()).insert();
    RegistrationRecord kim =
        rows.registration()
            .with(REGISTRATION.EVENT_ID, event.getId())
            .with(REGISTRATION.EMAIL, "Kim@a.example")
            .insert();

    DeliveryRecord delivery = rows.delivery(email.getId(), "kim@a.example", "sent").insert();

    assertThat(delivery.getRegistrationId()).isEqualTo(kim.getId());
  }

  @Test
  void an_attempt_is_in_a_submission_of_its_deliverys_email() {
    DeliveryRecord delivery = rows.delivery().with(DELIVERY.STATUS, "delivered").insert();

    AttemptRecord attempt =
        rows.attempt(delivery.getId()).with(ATTEMPT.OUTCOME, "delivered").insert();

    assertThat(attempt.getEmail()).isEqualTo(delivery.getEmail());
    assertThat(attempt.getOutcomeAt()).isEqualTo(TestRows.NOW);
    assertThat(rows.providerEvent(attempt, "delivered").insert().getDeliveryId())
        .isEqualTo(delivery.getId());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"paused", "scheduled", "active", "sending", "held", "sent", "failed", "cancelled"})
  void every_status_of_a_scheduled_email_is_valid(String status) {
    assertThat(rows.scheduledEmail().with(SCHEDULED_EMAIL.STATUS, status).insert().getStatus())
        .isEqualTo(status);
  }

  @Test
  void every_status_of_a_delivery_is_valid() {
    for (String status :
        List.of(
            "queued",
            "sending",
            "sent",
            "deferred",
            "delivered",
            "retrying",
            "bounced",
            "dropped",
            "failed",
            "in_doubt",
            "skipped",
            "cancelled")) {
      assertThat(rows.delivery().with(DELIVERY.STATUS, status).insert().getStatus())
          .isEqualTo(status);
    }
  }

  @Test
  void every_state_of_a_submission_is_valid() {
    for (String state :
        List.of("claimed", "calling", "accepted", "rejected", "returned", "in_doubt", "given_up")) {
      assertThat(rows.submission().with(SUBMISSION.STATE, state).insert().getState())
          .isEqualTo(state);
    }
  }

  @Test
  void the_inbox_and_suppressions_are_valid() {
    rows.webhookPost().with(WEBHOOK_POST.STATE, "parked").insert();
    rows.parkedEvent().insert();
    rows.parkedEvent().insert();
    rows.suppression("kim@a.example").insert();
    SuppressionRecord narrow =
        rows.suppression("kim@a.example")
            .with(SUPPRESSION.EVENT_ID, rows.event().insert().getId())
            .insert();

    assertThat(narrow.getScope()).isEqualTo("event");
  }
}
