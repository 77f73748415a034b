package mailctl.delivery;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.SUBMISSION;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.provider.BounceClass;
import mailctl.provider.ProviderEvent;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ProviderEventsTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database());
  }

  @Test
  void an_event_with_only_custom_arguments_finds_its_delivery() {
    DeliveryRecord delivery = sentToOne();

    AppliedEvents applied = sending.apply(delivered(delivery, 1));

    assertThat(applied.applied()).isEqualTo(1);
    assertThat(status(delivery)).isEqualTo("delivered");
  }

  @Test
  void an_event_with_only_a_message_id_finds_its_delivery() {
    DeliveryRecord delivery = sentToOne();
    ProviderEvent.Origin origin =
        new ProviderEvent.Origin(
            sending.clock.instant(),
            delivery.getEmail().toUpperCase(java.util.Locale.ROOT),
            Optional.empty(),
            Optional.of("message-1"),
            Optional.empty(),
            Optional.of("message-1.recvd-5f54b5d587-pczjm-1-67BADEEA-6.0"));

    sending.apply(new ProviderEvent.Delivered(origin, "250 OK"));

    assertThat(status(delivery)).isEqualTo("delivered");
  }

  @Test
  void an_unmatched_event_comes_back_for_parking() {
    sentToOne();
    ProviderEvent.Origin stranger =
        new ProviderEvent.Origin(
            sending.clock.instant(),
            "stranger@example.net",
            Optional.empty(),
            Optional.of("somewhere-else"),
            Optional.empty(),
            Optional.empty());

    AppliedEvents applied = sending.apply(new ProviderEvent.Delivered(stranger, ""));

    assertThat(applied.unapplied())
        .extracting(AppliedEvents.Unapplied::reason)
        .containsExactly(AppliedEvents.Reason.UNMATCHED);
  }

  @Test
  void another_installations_event_is_counted_and_ignored() {
    DeliveryRecord delivery = sentToOne();
    ProviderEvent.Origin theirs =
        new ProviderEvent.Origin(
            sending.clock.instant(),
            delivery.getEmail(),
            Optional.of("zzzzzzzz." + delivery.getId() + ".1"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    AppliedEvents applied =
        sending.apply(new ProviderEvent.Bounced(theirs, BounceClass.INVALID_ADDRESS, "", ""));

    assertThat(applied.otherInstallation()).isEqualTo(1);
    assertThat(status(delivery)).isEqualTo("sent");
    assertThat(suppressions()).isZero();
  }

  @Test
  void an_event_whose_address_is_not_the_deliverys_changes_nothing() {
    DeliveryRecord delivery = sentToOne();
    ProviderEvent.Origin own = sending.origin(delivery, 1, sending.clock.instant());
    ProviderEvent.Origin forged =
        new ProviderEvent.Origin(
            own.occurredAt(),
            "victim@example.net",
            own.reference(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    AppliedEvents applied = sending.apply(new ProviderEvent.Unsubscribed(forged));

    assertThat(applied.unapplied())
        .extracting(AppliedEvents.Unapplied::reason)
        .containsExactly(AppliedEvents.Reason.ADDRESS_MISMATCH);
    assertThat(suppressions()).isZero();
  }

  @Test
  void the_same_event_twice_is_one_change_and_one_retry() {
    DeliveryRecord delivery = sentToOne();
    ProviderEvent blocked = blocked(delivery, 1, sending.clock.instant());

    AppliedEvents first = sending.apply(blocked, blocked);
    AppliedEvents second = sending.apply(blocked);

    assertThat(first.applied()).isEqualTo(1);
    assertThat(first.duplicates()).isEqualTo(1);
    assertThat(second.duplicates()).isEqualTo(1);
    assertThat(history()).isEqualTo(1);
    sending.clock.tick(Duration.ofHours(1));
    sending.sweep();
    sending.sweep();
    assertThat(sending.provider.recipients()).hasSize(2);
  }

  @Test
  void an_open_that_is_reported_again_is_counted_once() {
    DeliveryRecord delivery = sentToOne();
    ProviderEvent opened =
        new ProviderEvent.Opened(
            sending.origin(delivery, 1, sending.clock.instant()),
            false,
            new ProviderEvent.Visit("agent", "192.0.2.1"));

    sending.apply(opened);
    sending.apply(opened, opened);

    int opens = sending.read(tx -> tx.dsl().fetchSingle(ATTEMPT).getOpens());
    assertThat(opens).isEqualTo(1);
  }

  @Test
  void blocks_are_retried_at_1_4_and_24_hours_then_failed_and_never_a_fourth_time() {
    DeliveryRecord delivery = sentToOne();
    int[] hours = {1, 4, 24};
    for (int attempt = 1; attempt <= 3; attempt++) {
      sending.apply(blocked(delivery, attempt, sending.clock.instant()));
      assertThat(status(delivery)).isEqualTo("retrying");
      sending.clock.tick(Duration.ofHours(hours[attempt - 1]).minusSeconds(1));
      sending.sweep();
      assertThat(sending.provider.requests()).hasSize(attempt);
      sending.clock.tick(Duration.ofSeconds(1));
      sending.sweep();
      assertThat(sending.provider.requests()).hasSize(attempt + 1);
    }
    sending.apply(blocked(delivery, 4, sending.clock.instant()));

    assertThat(status(delivery)).isEqualTo("failed");
    sending.clock.tick(Duration.ofDays(365));
    sending.sweep();
    assertThat(sending.provider.requests()).hasSize(4);
  }

  @Test
  void an_opt_out_before_a_retry_is_honoured() {
    DeliveryRecord delivery = sentToOne();
    sending.apply(blocked(delivery, 1, sending.clock.instant()));
    sending.rows.suppression(delivery.getEmail()).insert();

    sending.clock.tick(Duration.ofHours(1));
    sending.sweep();

    assertThat(status(delivery)).isEqualTo("skipped");
    assertThat(sending.provider.requests()).hasSize(1);
  }

  @Test
  void a_hard_bounce_is_final_and_suppresses_the_address_everywhere() {
    DeliveryRecord delivery = sentToOne();

    sending.apply(
        new ProviderEvent.Bounced(
            sending.origin(delivery, 1, sending.clock.instant()),
            BounceClass.INVALID_ADDRESS,
            "5.1.1",
            "550 5.1.1 User unknown"));

    assertThat(status(delivery)).isEqualTo("bounced");
    assertThat(sending.delivery(delivery.getId()).getReason()).isEqualTo("550 5.1.1 User unknown");
    assertThat(suppressions()).isEqualTo(1);
    ScheduledEmailId next = new ScheduledEmailId(sending.rows.scheduledEmail().insert().getId());
    sending.send(next);
    assertThat(sending.statuses(next)).containsExactly("skipped");
  }

  @Test
  void a_blocked_bounce_never_suppresses_the_address() {
    DeliveryRecord delivery = sentToOne();

    sending.apply(blocked(delivery, 1, sending.clock.instant()));

    assertThat(suppressions()).isZero();
  }

  @Test
  void a_replay_never_suppresses_again_what_a_person_lifted() {
    DeliveryRecord delivery = sentToOne();
    ProviderEvent unsubscribed =
        new ProviderEvent.Unsubscribed(sending.origin(delivery, 1, sending.clock.instant()));
    sending.apply(unsubscribed);
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(SUPPRESSION)
                    .set(SUPPRESSION.LIFTED_AT, sending.clock.instant())
                    .set(SUPPRESSION.LIFTED_BY, "operator")
                    .execute());
    db.database().run(tx -> tx.dsl().deleteFrom(PROVIDER_EVENT).execute());

    sending.apply(unsubscribed);

    assertThat(activeSuppressions()).isZero();
  }

  @Test
  void an_opt_out_of_mail_that_is_not_ours_is_honoured_for_an_address_we_know() {
    DeliveryRecord delivery = sentToOne();
    ProviderEvent.Origin elsewhere =
        new ProviderEvent.Origin(
            sending.clock.instant(),
            delivery.getEmail(),
            Optional.empty(),
            Optional.of("newsletter"),
            Optional.empty(),
            Optional.empty());
    ProviderEvent.Origin stranger =
        new ProviderEvent.Origin(
            sending.clock.instant(),
            "stranger@example.net",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    AppliedEvents applied =
        sending.apply(
            new ProviderEvent.Unsubscribed(elsewhere), new ProviderEvent.Unsubscribed(stranger));

    // The one that names a message waits for it to turn up.
    assertThat(applied.applied()).isZero();
    assertThat(applied.unapplied()).hasSize(2);
    assertThat(activeSuppressions()).isEqualTo(1);
  }

  @Test
  void one_event_of_one_recipient_proves_the_whole_submission_accepted() {
    ScheduledEmailId email = sending.emailTo(3);
    sending.provider.answer(new SubmissionOutcome.InDoubt("reset"));
    sending.send(email);
    assertThat(sending.emailStatus(email)).isEqualTo("failed");

    sending.apply(delivered(sending.deliveries(email).get(1), 1));
    sending.feature.finish().runOnce();

    assertThat(sending.statuses(email)).containsExactly("sent", "delivered", "sent");
    assertThat(sending.submissionStates()).containsExactly("accepted");
    assertThat(sending.emailStatus(email)).isEqualTo("sent");
  }

  @Test
  void a_settle_that_comes_after_the_event_only_adds_the_message_id() {
    ScheduledEmailId email = sending.emailTo(1);
    sending.provider.answer(
        _ -> {
          sending.apply(delivered(sending.deliveries(email).getFirst(), 1));
          return new SubmissionOutcome.InDoubt("the answer was lost");
        });

    sending.send(email);

    assertThat(sending.statuses(email)).containsExactly("delivered");
    assertThat(sending.submissionStates()).containsExactly("accepted");
  }

  @Test
  void a_late_bounce_for_an_older_attempt_is_kept_and_the_latest_attempt_speaks() {
    DeliveryRecord delivery = sentToOne();
    sending.apply(blocked(delivery, 1, sending.clock.instant()));
    sending.clock.tick(Duration.ofHours(1));
    sending.sweep();
    sending.apply(delivered(delivery, 2));

    sending.apply(
        new ProviderEvent.Bounced(
            sending.origin(delivery, 1, sending.clock.instant()),
            BounceClass.INVALID_ADDRESS,
            "",
            "gone"));

    assertThat(status(delivery)).isEqualTo("delivered");
    assertThat(suppressions()).isEqualTo(1);
  }

  @Test
  void a_lease_that_ran_out_before_the_call_returns_and_during_the_call_is_a_doubt() {
    ScheduledEmailId email = sending.emailTo(2);
    long claimed =
        sending
            .rows
            .submission()
            .with(SUBMISSION.SCHEDULED_EMAIL_ID, email.value())
            .with(SUBMISSION.STATE, "claimed")
            .with(SUBMISSION.LEASE_UNTIL, sending.clock.instant().minusSeconds(1))
            .insert()
            .getId();

    assertThat(sending.feature.leaseExpiry().runOnce()).isEqualTo(1);

    String state =
        sending.read(tx -> tx.dsl().fetchSingle(SUBMISSION, SUBMISSION.ID.eq(claimed)).getState());
    assertThat(state).isEqualTo("returned");
  }

  @Test
  void a_resend_goes_to_the_corrected_address_and_never_to_one_that_was_delivered() {
    DeliveryRecord delivery = sentToOne();
    sending.apply(
        new ProviderEvent.Bounced(
            sending.origin(delivery, 1, sending.clock.instant()),
            BounceClass.INVALID_ADDRESS,
            "",
            ""));
    DeliveryId id = new DeliveryId(delivery.getId());

    assertThat(resend(id, Optional.empty(), false)).isInstanceOf(ResendResult.Refused.class);
    assertThat(resend(id, Optional.of("right@example.org"), false))
        .isInstanceOf(ResendResult.Queued.class);
    sending.sweep();

    assertThat(sending.provider.recipients().getLast()).isEqualTo("right@example.org");
    DeliveryRecord corrected = sending.delivery(delivery.getId());
    sending.apply(delivered(corrected, 2));
    assertThat(status(delivery)).isEqualTo("delivered");
    assertThat(resend(id, Optional.of("third@example.org"), true))
        .isInstanceOf(ResendResult.Refused.class);
  }

  @Test
  void a_doubt_is_resent_only_on_a_persons_word() {
    ScheduledEmailId email = sending.emailTo(1);
    sending.provider.answer(new SubmissionOutcome.InDoubt("reset"));
    sending.send(email);
    DeliveryId id = new DeliveryId(sending.deliveries(email).getFirst().getId());
    sending.provider.answer(_ -> sending.provider.accept());

    assertThat(resend(id, Optional.empty(), false)).isInstanceOf(ResendResult.Refused.class);
    assertThat(resend(id, Optional.empty(), true)).isInstanceOf(ResendResult.Queued.class);
    sending.sweep();

    assertThat(sending.statuses(email)).containsExactly("sent");
    assertThat(sending.emailStatus(email)).isEqualTo("sent");
  }

  private ResendResult resend(DeliveryId id, Optional<String> corrected, boolean doubtIsLost) {
    return db.database()
        .transaction(tx -> sending.feature.resend().request(tx, id, corrected, doubtIsLost));
  }

  private DeliveryRecord sentToOne() {
    ScheduledEmailId email = sending.emailTo(1);
    sending.send(email);
    return sending.deliveries(email).getFirst();
  }

  private ProviderEvent delivered(DeliveryRecord delivery, int attempt) {
    return new ProviderEvent.Delivered(
        sending.origin(delivery, attempt, sending.clock.instant()), "250 OK");
  }

  private ProviderEvent blocked(DeliveryRecord delivery, int attempt, Instant at) {
    return new ProviderEvent.Blocked(
        sending.origin(delivery, attempt, at), BounceClass.TECHNICAL, "4.0.0", "try later");
  }

  private String status(DeliveryRecord delivery) {
    return sending.delivery(delivery.getId()).getStatus();
  }

  private int history() {
    return sending.read(tx -> tx.dsl().fetchCount(PROVIDER_EVENT));
  }

  private int suppressions() {
    return sending.read(tx -> tx.dsl().fetchCount(SUPPRESSION));
  }

  private int activeSuppressions() {
    return sending.read(tx -> tx.dsl().fetchCount(SUPPRESSION, SUPPRESSION.LIFTED_AT.isNull()));
  }
}
