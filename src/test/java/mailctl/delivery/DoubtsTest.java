package mailctl.delivery;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SETTLEMENT_EVIDENCE;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.delivery.Doubts.Result;
import mailctl.delivery.Doubts.Word;
import mailctl.provider.BounceClass;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DoubtsTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database(), SendingFixture.PATIENT);
  }

  @Test
  void what_a_person_says_was_sent_is_sent_when_it_was_called_and_owes_events() {
    ScheduledEmailId email = inDoubt(2);
    sending.clock.tick(Duration.ofHours(1));

    Result result = settle(doubt(email), Word.SENT);

    assertThat(result)
        .isInstanceOfSatisfying(
            Result.Settled.class,
            settled -> {
              assertThat(settled.state()).isEqualTo("accepted");
              assertThat(settled.deliveries()).containsOnlyKeys(DeliveryStatus.SENT);
            });
    assertThat(sending.statuses(email)).containsOnly("sent");
    assertThat(sending.deliveries(email))
        .allSatisfy(
            row ->
                assertThat(row.getStatusAt())
                    .isEqualTo(sending.clock.instant().minus(Duration.ofHours(1))));
    assertThat(owed(email)).isEqualTo(2);
    assertThat(evidence()).containsExactly("person accepted kim: seen it");
    sending.feature.doubts().finish(email);
    assertThat(sending.emailStatus(email)).isEqualTo("sent");
    sending.sweep();
    assertThat(sending.provider.requests()).hasSize(1);
  }

  @Test
  void what_a_person_says_was_lost_is_sent_again_as_a_resend() {
    ScheduledEmailId email = inDoubt(2);

    settle(doubt(email), Word.RESEND);

    assertThat(sending.statuses(email)).containsOnly("queued");
    assertThat(sending.submissionStates()).containsExactly("returned");
    assertThat(owed(email)).isZero();
    sending.sweep();
    assertThat(sending.statuses(email)).containsOnly("sent");
    assertThat(origins(email)).containsExactly("plan", "resend", "plan", "resend");
    assertThat(evidence()).containsExactly("person returned kim: seen it");
  }

  @Test
  void what_a_person_gives_up_has_failed_with_the_reason_and_is_not_sent() {
    ScheduledEmailId email = inDoubt(2);

    settle(doubt(email), Word.GIVE_UP);
    sending.sweep();

    assertThat(sending.submissionStates()).containsExactly("given_up");
    assertThat(sending.deliveries(email))
        .allSatisfy(
            row -> {
              assertThat(row.getStatus()).isEqualTo("failed");
              assertThat(row.getReason()).isEqualTo("given up by kim: seen it");
            });
    assertThat(sending.provider.requests()).hasSize(1);
    assertThat(owed(email)).isZero();
  }

  @Test
  void an_event_proves_what_was_given_up_and_closes_the_wish_of_what_was_called_lost() {
    for (Word word : List.of(Word.GIVE_UP, Word.RESEND)) {
      ScheduledEmailId email = inDoubt(3);
      settle(doubt(email), word);

      sending.apply(delivered(sending.deliveries(email).get(1), 1));
      sending.feature.dispatch().email(email);

      assertThat(sending.statuses(email))
          .as("%s", word)
          .containsExactly("sent", "delivered", "sent");
      assertThat(origins(email)).containsOnly("plan").hasSize(3);
      assertThat(owed(email)).isEqualTo(2);
    }
    assertThat(evidence())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("provider_event accepted SendGrid: delivered of"));
  }

  @Test
  void a_late_event_of_what_was_resent_makes_a_known_double_and_nothing_is_sent_a_third_time() {
    ScheduledEmailId email = inDoubt(1);
    settle(doubt(email), Word.RESEND);
    sending.sweep();

    sending.apply(delivered(sending.deliveries(email).getFirst(), 1));
    sending.sweep();

    assertThat(sending.submissionStates()).containsExactly("accepted", "accepted");
    assertThat(sending.statuses(email)).containsExactly("delivered");
    assertThat(sending.provider.requests()).hasSize(2);
    assertThat(resend(sending.deliveries(email).getFirst(), true))
        .isInstanceOf(ResendResult.Refused.class);
  }

  @Test
  void what_was_refused_after_it_was_called_lost_climbs_the_ladder_like_any_other() {
    ScheduledEmailId email = inDoubt(1);
    settle(doubt(email), Word.RESEND);
    DeliveryRecord delivery = sending.deliveries(email).getFirst();

    sending.apply(
        new ProviderEvent.Blocked(
            sending.origin(delivery, 1, sending.clock.instant()),
            BounceClass.TECHNICAL,
            "4.0.0",
            "later"));

    assertThat(sending.statuses(email)).containsExactly("retrying");
    sending.clock.tick(Duration.ofHours(1));
    sending.sweep();
    assertThat(origins(email)).containsExactly("plan", "retry");
  }

  @Test
  void an_event_takes_back_a_single_resend_that_was_asked_for_in_doubt() {
    ScheduledEmailId email = inDoubt(1);
    DeliveryRecord delivery = sending.deliveries(email).getFirst();
    assertThat(resend(delivery, true)).isInstanceOf(ResendResult.Queued.class);
    assertThat(sending.statuses(email)).containsExactly("queued");

    sending.apply(
        new ProviderEvent.Processed(sending.origin(delivery, 1, sending.clock.instant())));
    sending.sweep();

    assertThat(sending.statuses(email)).containsExactly("sent");
    assertThat(sending.provider.requests()).hasSize(1);
  }

  @Test
  void whoever_was_sent_to_again_meanwhile_is_left_alone() {
    ScheduledEmailId email = inDoubt(2);
    SubmissionId doubt = doubt(email);
    resend(sending.deliveries(email).getFirst(), true);
    sending.sweep();
    assertThat(sending.statuses(email)).containsExactly("sent", "in_doubt");

    settle(doubt, Word.RESEND);
    sending.sweep();

    assertThat(sending.statuses(email)).containsExactly("sent", "sent");
    assertThat(sending.provider.recipients()).hasSize(4);
  }

  @Test
  void what_was_given_up_is_resent_only_on_the_word_that_it_was_lost() {
    ScheduledEmailId email = inDoubt(1);
    settle(doubt(email), Word.GIVE_UP);
    DeliveryRecord delivery = sending.deliveries(email).getFirst();

    assertThat(resend(delivery, false))
        .isInstanceOfSatisfying(
            ResendResult.Refused.class,
            refused -> assertThat(refused.why()).contains("given up in doubt"));
    assertThat(resend(delivery, true)).isInstanceOf(ResendResult.Queued.class);
  }

  @Test
  void nothing_of_a_cancelled_email_is_sent_again() {
    ScheduledEmailId email = inDoubt(1);
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(SCHEDULED_EMAIL)
                    .set(SCHEDULED_EMAIL.STATUS, "cancelled")
                    .setNull(SCHEDULED_EMAIL.STATUS_REASON)
                    .setNull(SCHEDULED_EMAIL.FINISHED_AT)
                    .execute());

    assertThat(settle(doubt(email), Word.RESEND))
        .isInstanceOfSatisfying(
            Result.Refused.class, refused -> assertThat(refused.why()).contains("cancelled"));
    assertThat(settle(doubt(email), Word.GIVE_UP)).isInstanceOf(Result.Settled.class);
  }

  @Test
  void our_own_answer_that_comes_late_is_stronger_than_a_persons_word() {
    ScheduledEmailId email = sending.emailTo(1);
    sending.provider.answer(
        _ -> {
          sending.clock.tick(Duration.ofMinutes(2));
          sending.feature.leaseExpiry().runOnce();
          settle(doubt(email), Word.RESEND);
          return sending.provider.accept();
        });

    sending.feature.dueEmails().runOnce(1);
    sending.feature.dispatch().email(email);

    assertThat(sending.statuses(email)).containsExactly("sent");
    assertThat(sending.provider.requests()).hasSize(1);
    assertThat(evidence())
        .containsExactly(
            "person returned kim: seen it", "own_answer accepted SendGrid: it was taken after all");
  }

  @Test
  void our_own_late_answer_settles_a_doubt_and_a_timely_one_leaves_no_row() {
    ScheduledEmailId plain = sending.emailTo(1);
    sending.send(plain);
    assertThat(evidence()).isEmpty();
    ScheduledEmailId email = sending.emailTo(1);
    sending.provider.answer(
        _ -> {
          sending.clock.tick(Duration.ofMinutes(2));
          sending.feature.leaseExpiry().runOnce();
          return new SubmissionOutcome.Returned(
              ReturnCause.RATE_LIMITED, "too many requests", Optional.empty());
        });

    sending.feature.dueEmails().runOnce(1);
    sending.feature.dispatch().email(email);

    assertThat(sending.statuses(email)).containsOnly("queued");
    assertThat(evidence()).containsExactly("own_answer returned SendGrid: too many requests");
  }

  @Test
  void an_event_that_is_faster_than_the_answer_settles_no_doubt() {
    ScheduledEmailId email = sending.emailTo(1);
    sending.provider.answer(
        _ -> {
          sending.apply(delivered(sending.deliveries(email).getFirst(), 1));
          return sending.provider.accept();
        });

    sending.send(email);

    assertThat(sending.statuses(email)).containsExactly("delivered");
    assertThat(evidence()).isEmpty();
  }

  @Test
  void of_two_people_at_once_one_wins_and_the_other_is_told_who() throws Exception {
    try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        SubmissionId doubt = doubt(inDoubt(3));
        CyclicBarrier start = new CyclicBarrier(2);
        Future<Result> ann = workers.submit(at(start, doubt, Word.SENT, "ann"));
        Future<Result> bob = workers.submit(at(start, doubt, Word.RESEND, "bob"));

        boolean annWon = ann.get() instanceof Result.Settled;
        assertThat(bob.get() instanceof Result.Settled).isEqualTo(!annWon);
        assertThat(annWon ? bob.get() : ann.get())
            .isInstanceOfSatisfying(
                Result.Refused.class,
                refused ->
                    assertThat(refused.why())
                        .startsWith("it is not in doubt: " + (annWon ? "accepted" : "returned"))
                        .contains("by " + (annWon ? "ann" : "bob")));
      }
    }
    assertThat(evidence()).hasSize(10);
  }

  private Callable<Result> at(CyclicBarrier start, SubmissionId id, Word word, String who) {
    return () -> {
      start.await();
      return settle(id, word, who);
    };
  }

  /// An email of one request that got no answer; the provider takes what comes later.
  private ScheduledEmailId inDoubt(int people) {
    ScheduledEmailId email = new ScheduledEmailId(sending.rows.scheduledEmail().insert().getId());
    db.database()
        .run(tx -> tx.dsl().query("update registration set status = 'cancelled'").execute());
    for (int i = 0; i < people; i++) {
      sending.rows.registration().insert();
    }
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .query(
                        "update scheduled_email set filter = '{\"exclude_status\": [\"cancelled\"]}'"
                            + " where id = {0}",
                        org.jooq.impl.DSL.val(email.value()))
                    .execute());
    sending.provider.answer(new SubmissionOutcome.InDoubt("reset"));
    sending.send(email);
    sending.provider.answer(_ -> sending.provider.accept());
    assertThat(sending.statuses(email)).hasSize(people).containsOnly("in_doubt");
    return email;
  }

  private SubmissionId doubt(ScheduledEmailId email) {
    return sending.read(tx -> sending.feature.doubts().ofEmail(tx, email)).getFirst();
  }

  private Result settle(SubmissionId id, Word word) {
    return settle(id, word, "kim");
  }

  private Result settle(SubmissionId id, Word word, String who) {
    return db.database()
        .transaction(
            tx ->
                sending
                    .feature
                    .doubts()
                    .settle(tx, id, new Doubts.Statement(word, who, "seen it")));
  }

  private ResendResult resend(DeliveryRecord delivery, boolean lost) {
    return db.database()
        .transaction(
            tx ->
                sending
                    .feature
                    .resend()
                    .request(tx, new DeliveryId(delivery.getId()), Optional.empty(), lost));
  }

  private ProviderEvent delivered(DeliveryRecord delivery, int attempt) {
    return new ProviderEvent.Delivered(
        sending.origin(delivery, attempt, sending.clock.instant()), "250 OK");
  }

  private List<String> evidence() {
    return sending.read(
        tx ->
            tx.dsl()
                .selectFrom(SETTLEMENT_EVIDENCE)
                .orderBy(SETTLEMENT_EVIDENCE.ID)
                .fetch(
                    row ->
                        row.getKind()
                            + " "
                            + row.getState()
                            + " "
                            + row.getWho()
                            + ": "
                            + row.getWords()));
  }

  private List<String> origins(ScheduledEmailId email) {
    return sending.read(
        tx ->
            tx.dsl()
                .select(ATTEMPT.ORIGIN)
                .from(ATTEMPT)
                .join(DELIVERY)
                .on(DELIVERY.ID.eq(ATTEMPT.DELIVERY_ID))
                .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()))
                .orderBy(ATTEMPT.DELIVERY_ID, ATTEMPT.NUMBER)
                .fetch(ATTEMPT.ORIGIN));
  }

  private int owed(ScheduledEmailId email) {
    return sending.read(
        tx ->
            tx.dsl()
                .fetchCount(
                    ATTEMPT.join(SUBMISSION).on(SUBMISSION.ID.eq(ATTEMPT.SUBMISSION_ID)),
                    SUBMISSION.SCHEDULED_EMAIL_ID.eq(email.value()).and(ATTEMPT.OWED)));
  }
}
