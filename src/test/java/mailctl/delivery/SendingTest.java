package mailctl.delivery;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Refusal;
import mailctl.provider.MailRequest;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SendingTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database());
  }

  @Test
  void everybody_in_the_audience_is_sent_exactly_once() {
    ScheduledEmailId email = sending.emailTo(25);

    SendReport report = sending.send(email);

    assertThat(sending.provider.recipients()).hasSize(25).doesNotHaveDuplicates();
    assertThat(report.progress().count(DeliveryStatus.SENT)).isEqualTo(25);
    assertThat(sending.emailStatus(email)).isEqualTo("sent");
    assertThat(sending.provider.requests()).hasSize(3);
  }

  @Test
  void sending_again_sends_nothing_again() {
    ScheduledEmailId email = sending.emailTo(5);
    sending.send(email);

    SendReport again = sending.send(email);
    sending.sweep();

    assertThat(again.planned()).isZero();
    assertThat(sending.provider.recipients()).hasSize(5);
  }

  @Test
  void a_request_carries_our_reference_and_each_recipients_own_unsubscribe_headers() {
    ScheduledEmailId email = sending.emailTo(2);

    sending.send(email);

    MailRequest request = sending.provider.requests().getFirst();
    long delivery = sending.deliveries(email).getFirst().getId();
    MailRequest.Recipient first = request.recipients().getFirst();
    assertThat(first.customArgs())
        .containsEntry("mailctl_ref", sending.installation.id() + "." + delivery + ".1")
        .containsEntry("scheduled_email_id", email.toString())
        .containsKeys("event_id", "registration_id");
    assertThat(first.headers())
        .containsEntry(
            "List-Unsubscribe", "<https://mail.example.org/unsubscribe/" + delivery + ">")
        .containsEntry("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
  }

  @Test
  void one_by_one_and_in_batches_everybody_gets_the_same_text() {
    String hostile = "<b>{{unsubscribe_link}}</b> & \"co\"";
    long email =
        sending
            .rows
            .scheduledEmail()
            .with(SCHEDULED_EMAIL.SUBJECT, "For {{vendor_name}}")
            .with(SCHEDULED_EMAIL.HTML, "<p>{{vendor_name}}, {{first_name|you}}</p>")
            .with(SCHEDULED_EMAIL.TEXT, "{{vendor_name}}, {{first_name|you}}")
            .insert()
            .getId();
    sending.rows.registration().with(REGISTRATION.BUSINESS_NAME, hostile).insert();
    sending
        .rows
        .registration()
        .with(REGISTRATION.BUSINESS_NAME, "Line\r\nBcc: x@example.org")
        .with(REGISTRATION.NAME, "")
        .insert();

    sending.send(new ScheduledEmailId(email));

    MailRequest request = sending.provider.requests().getFirst();
    assertThat(request.recipients()).hasSize(2);
    MailRequest.Recipient first = request.recipients().get(0);
    MailRequest.Recipient second = request.recipients().get(1);
    assertThat(substitute(request.html(), first))
        .isEqualTo("<p>&lt;b&gt;{{unsubscribe_link}}&lt;/b&gt; &amp; &quot;co&quot;, Kim</p>");
    assertThat(substitute(request.text(), first)).isEqualTo(hostile + ", Kim");
    assertThat(substitute(request.text(), second)).isEqualTo("Line\r\nBcc: x@example.org, you");
    assertThat(substitute(request.subject(), second)).isEqualTo("For Line Bcc: x@example.org");

    DeliveryFeature single =
        sending.feature(new SendSettings(1, 1, Duration.ofSeconds(30), Duration.ofSeconds(20)));
    long again =
        sending
            .rows
            .scheduledEmail()
            .with(SCHEDULED_EMAIL.SUBJECT, "For {{vendor_name}}")
            .with(SCHEDULED_EMAIL.HTML, "<p>{{vendor_name}}, {{first_name|you}}</p>")
            .with(SCHEDULED_EMAIL.TEXT, "{{vendor_name}}, {{first_name|you}}")
            .insert()
            .getId();
    single.sendNow().send(new ScheduledEmailId(again), Optional.empty());
    List<MailRequest> alone = sending.provider.requests().subList(1, 3);
    assertThat(alone).extracting(each -> each.recipients().size()).containsExactly(1, 1);
    assertThat(alone.get(0).html()).isEqualTo(substitute(request.html(), first));
    assertThat(alone.get(1).subject()).isEqualTo(substitute(request.subject(), second));
  }

  @Test
  void who_brings_too_many_bytes_travels_alone() {
    ScheduledEmailId email = sending.emailTo(3);
    sending.rows.registration().with(REGISTRATION.NAME, "Bo".repeat(6_000) + " Long").insert();

    sending.send(email);

    assertThat(sending.provider.requests())
        .extracting(request -> request.recipients().size())
        .containsExactlyInAnyOrder(3, 1);
    assertThat(sending.statuses(email)).containsOnly("sent");
  }

  @Test
  void who_is_suppressed_is_skipped_at_planning_with_the_reason() {
    ScheduledEmailId email = sending.emailTo(1);
    sending.rows.registration().with(REGISTRATION.EMAIL, "Out@Example.org").insert();
    sending.rows.suppression("out@example.org").insert();

    SendReport report = sending.send(email);

    assertThat(sending.provider.recipients()).hasSize(1).doesNotContain("Out@Example.org");
    assertThat(report.skipped()).isEqualTo(Map.of("suppressed", 1L));
  }

  @Test
  void an_opt_out_between_planning_and_claiming_is_honoured() {
    ScheduledEmailId email = sending.emailTo(3);
    sending.feature.dueEmails().runOnce(100);
    String address = sending.deliveries(email).getFirst().getEmail();
    sending.rows.suppression(address).insert();

    sending.sweep();

    assertThat(sending.statuses(email)).containsExactly("skipped", "sent", "sent");
    assertThat(sending.provider.recipients()).doesNotContain(address);
    assertThat(sending.emailStatus(email)).isEqualTo("sent");
  }

  @Test
  void an_empty_audience_is_a_failed_email_that_says_so() {
    ScheduledEmailId email = sending.emailTo(0);

    SendReport report = sending.send(email);

    assertThat(report.email().standing()).isEqualTo("failed (empty audience)");
    assertThat(sending.provider.requests()).isEmpty();
  }

  @Test
  void one_registration_alone_leaves_the_email_scheduled_for_the_rest() {
    ScheduledEmailId email = sending.emailTo(3);
    long one =
        db.database()
            .transaction(tx -> tx.dsl().select(REGISTRATION.ID).from(REGISTRATION).fetchAny())
            .value1();

    sending.feature.sendNow().send(email, Optional.of(new RegistrationId(one)));
    assertThat(sending.provider.recipients()).hasSize(1);
    assertThat(sending.emailStatus(email)).isEqualTo("scheduled");

    sending.sweep();
    assertThat(sending.provider.recipients()).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void a_400_that_names_one_recipient_fails_that_one_and_the_rest_go_again() {
    ScheduledEmailId email = sending.emailTo(5);
    sending.provider.answer(
        request -> {
          for (int i = 0; i < request.recipients().size(); i++) {
            if (request.recipients().get(i).to().address().startsWith("person-3@")) {
              return new SubmissionOutcome.Rejected("bad address", Map.of(i, "bad address"));
            }
          }
          return sending.provider.accept();
        });
    String third = "person-3@a.example";

    sending.send(email);

    assertThat(sending.deliveries(email))
        .allSatisfy(
            delivery ->
                assertThat(delivery.getStatus())
                    .isEqualTo(delivery.getEmail().equals(third) ? "failed" : "sent"));
    assertThat(sending.emailStatus(email)).isEqualTo("sent");
  }

  @Test
  void a_400_that_names_nobody_is_narrowed_to_the_one_that_caused_it() {
    ScheduledEmailId email = sending.emailTo(10);
    String culprit = "person-7@a.example";
    sending.provider.answer(
        request ->
            request.recipients().stream().anyMatch(each -> each.to().address().equals(culprit))
                ? new SubmissionOutcome.Rejected("Bad Request", Map.of())
                : sending.provider.accept());

    sending.send(email);

    assertThat(sending.deliveries(email))
        .allSatisfy(
            delivery ->
                assertThat(delivery.getStatus())
                    .isEqualTo(delivery.getEmail().equals(culprit) ? "failed" : "sent"));
  }

  @Test
  void too_many_requests_wait_and_use_up_no_attempt() {
    ScheduledEmailId email = sending.emailTo(3);
    sending.provider.answer(
        request ->
            sending.provider.requests().size() == 1
                ? new SubmissionOutcome.Returned(
                    ReturnCause.RATE_LIMITED,
                    "too many requests",
                    Optional.of(Duration.ofSeconds(7)))
                : sending.provider.accept());

    SendReport report = sending.send(email);

    assertThat(report.halt()).isEmpty();
    assertThat(sending.statuses(email)).containsOnly("sent");
    // They wait together; workers that look at the same moment may share them.
    assertThat(sending.submissionStates()).startsWith("returned").containsOnlyOnce("returned");
    assertThat(Set.copyOf(sending.submissionStates())).isEqualTo(Set.of("returned", "accepted"));
  }

  @Test
  void a_refused_key_stops_the_run_in_the_providers_words_and_loses_nobody() {
    ScheduledEmailId email = sending.emailTo(25);
    sending.provider.answer(
        new SubmissionOutcome.Returned(
            ReturnCause.UNAUTHORIZED, "Maximum credits exceeded", Optional.empty()));

    SendReport report = sending.send(email);

    assertThat(report.halt().orElseThrow().words()).isEqualTo("Maximum credits exceeded");
    assertThat(sending.statuses(email)).doesNotContain("sent", "failed");
    assertThat(sending.emailStatus(email)).isEqualTo("sending");

    sending.provider.answer(_ -> sending.provider.accept());
    sending.clock.tick(Duration.ofMinutes(1));
    sending.sweep();
    assertThat(sending.statuses(email)).hasSize(25).containsOnly("sent");
  }

  @Test
  void a_lost_answer_is_in_doubt_is_never_resent_on_hope_and_does_not_keep_the_email_open() {
    ScheduledEmailId email = sending.emailTo(25);
    sending.provider.answer(
        request ->
            sending.provider.requests().size() == 1
                ? new SubmissionOutcome.InDoubt("no answer within 20 s")
                : sending.provider.accept());

    sending.send(email);
    sending.clock.tick(Duration.ofDays(30));
    sending.sweep();

    assertThat(sending.statuses(email).stream().filter("in_doubt"::equals)).hasSize(10);
    assertThat(sending.provider.recipients()).hasSize(25).doesNotHaveDuplicates();
    assertThat(sending.emailStatus(email)).isEqualTo("sent");
  }

  @Test
  void a_missing_message_id_is_not_a_failed_send() {
    ScheduledEmailId email = sending.emailTo(1);
    sending.provider.answer(new SubmissionOutcome.Accepted(Optional.empty()));

    sending.send(email);

    assertThat(sending.statuses(email)).containsExactly("sent");
  }

  @Test
  void an_email_later_than_a_week_is_held_and_send_still_releases_it() {
    ScheduledEmailId email = sending.emailTo(2);
    sending.clock.tick(Duration.ofDays(8));

    sending.sweep();
    assertThat(sending.emailStatus(email)).isEqualTo("held");
    assertThat(sending.provider.requests()).isEmpty();

    sending.send(email);
    assertThat(sending.emailStatus(email)).isEqualTo("sent");
  }

  @Test
  void a_cancelled_or_unpublished_event_sends_nothing() {
    for (String status : List.of("cancelled", "draft")) {
      ScheduledEmailId email = sending.emailTo(2);
      db.database().run(tx -> tx.dsl().update(EVENT).set(EVENT.STATUS, status).execute());

      sending.sweep();

      assertThat(sending.emailStatus(email)).isEqualTo("paused");
      assertThatThrownBy(() -> sending.send(email))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining(status);
      db.database().run(tx -> tx.dsl().update(EVENT).set(EVENT.STATUS, "live").execute());
    }
    assertThat(sending.provider.requests()).isEmpty();
  }

  @Test
  void an_event_cancelled_in_mid_send_stops_what_is_queued() {
    ScheduledEmailId email = sending.emailTo(3);
    sending.feature.dueEmails().runOnce(100);
    db.database().run(tx -> tx.dsl().update(EVENT).set(EVENT.STATUS, "cancelled").execute());

    sending.sweep();

    assertThat(sending.provider.requests()).isEmpty();
    assertThat(sending.statuses(email)).containsOnly("queued");
  }

  @Test
  void an_unknown_variable_or_filter_key_pauses_a_due_email_instead_of_mailing_it() {
    long unknownVariable =
        sending
            .rows
            .scheduledEmail()
            .with(SCHEDULED_EMAIL.TEXT, "Hi {{frist_name}}")
            .insert()
            .getId();
    sending.rows.registration().insert();

    sending.sweep();

    assertThat(sending.emailStatus(new ScheduledEmailId(unknownVariable))).isEqualTo("paused");
    assertThatThrownBy(() -> sending.send(new ScheduledEmailId(unknownVariable)))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("frist_name");
    assertThat(sending.provider.requests()).isEmpty();
  }

  @Test
  void an_email_that_cannot_be_sent_does_not_keep_the_others_from_it() {
    ScheduledEmailId first = sending.emailTo(2);
    ScheduledEmailId second = new ScheduledEmailId(sending.rows.scheduledEmail().insert().getId());
    sending.provider.answer(
        request -> {
          if (request.recipients().getFirst().customArgs().containsValue(first.toString())
              && sending.provider.requests().size() == 1) {
            throw new IllegalStateException("a bug");
          }
          return sending.provider.accept();
        });

    assertThatThrownBy(() -> sending.sweep()).hasMessageContaining("a bug");

    assertThat(sending.statuses(second)).containsOnly("sent");
  }

  @Test
  void a_rehearsal_plans_and_leaves_nothing() {
    ScheduledEmailId email = sending.emailTo(4);

    SendReport report =
        sending
            .feature
            .sendNow()
            .rehearse(email, Optional.empty(), SendNow.CanaryWish.AS_CONFIGURED);

    assertThat(report.planned()).isEqualTo(4);
    assertThat(sending.deliveries(email)).isEmpty();
    assertThat(sending.emailStatus(email)).isEqualTo("scheduled");
  }

  @Test
  void a_sent_email_keeps_its_numbers_when_registrations_change() {
    ScheduledEmailId email = sending.emailTo(3);
    sending.send(email);

    sending.rows.registration().insert();
    db.database()
        .run(tx -> tx.dsl().update(REGISTRATION).set(REGISTRATION.STATUS, "cancelled").execute());
    sending.sweep();

    assertThat(sending.statuses(email)).containsExactly("sent", "sent", "sent");
  }

  private static String substitute(String text, MailRequest.Recipient recipient) {
    String result = text;
    for (Map.Entry<String, String> each : recipient.substitutions().entrySet()) {
      result = result.replace(each.getKey(), each.getValue());
    }
    return result;
  }
}
