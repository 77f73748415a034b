package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BalanceTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(TestRows.NOW);
  private TestRows rows;
  private Inspector inspector;
  private long email;

  @BeforeEach
  void inspector() {
    rows = TestRows.in(db.database());
    inspector = new Inspector(db.database(), clock);
    email = rows.scheduledEmail().insert().getId();
  }

  @Test
  void books_that_balance_say_so() {
    attempt("delivered", "accepted", 1, "plan", "delivered");
    attempt("sending", "calling", 1, "plan", null);
    attempt("in_doubt", "in_doubt", 1, "plan", null);
    attempt("failed", "rejected", 1, "plan", null);
    attempt("queued", "returned", 1, "plan", null);
    rows.delivery(email, "skipped@a.example", "skipped").insert();
    long retried = attempt("sent", "accepted", 1, "plan", "blocked");
    again(retried, "accepted", "retry");
    long resent = attempt("dropped", "accepted", 1, "plan", "processed");
    again(resent, "accepted", "resend");

    Balance balance = inspector.balance(email);

    assertThat(balance.contradictions()).isEmpty();
    assertThat(balance.deliveries()).isEqualTo(8);
    assertThat(balance.balanced()).isTrue();
  }

  @Test
  void an_open_submission_without_a_live_lease_is_named() {
    attempt("sending", "claimed", 1, "plan", null);
    assertThat(inspector.balance(email).abandoned()).isEmpty();

    clock.tick(Duration.ofSeconds(30));

    Balance balance = inspector.balance(email);
    assertThat(balance.abandoned())
        .extracting(Balance.AbandonedSubmission::state)
        .containsExactly("claimed");
    assertThat(balance.balanced()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "sending, accepted, processed, 'sending, but in no open submission'",
    "retrying, calling, , 'free to be claimed, but in an open submission'",
    "in_doubt, returned, , 'in doubt, but in no doubtful submission'",
    "delivered, rejected, , 'reported on, but never accepted'",
    "retrying, accepted, delivered, 'waits for an attempt, but was delivered'",
  })
  void a_status_that_its_attempts_contradict_is_named(
      String status, String state, @Nullable String outcome, String what) {
    long delivery = attempt(status, state, 1, "plan", outcome);

    assertThat(inspector.balance(email).contradictions())
        .containsExactly(new Balance.Contradiction(delivery, DeliveryStatus.of(status), what));
  }

  @Test
  void a_second_mail_that_no_block_explains_is_named() {
    long delivery = attempt("delivered", "accepted", 1, "plan", "delivered");
    again(delivery, "accepted", "retry");

    assertThat(inspector.balance(email).contradictions())
        .extracting(Balance.Contradiction::what)
        .containsExactly("sent again, though nothing had blocked it");
  }

  @Test
  void a_retry_after_a_resend_follows_a_persons_word() {
    long delivery = attempt("delivered", "accepted", 1, "plan", "delivered");
    attempt(delivery, "accepted", 2, "resend", "blocked");
    attempt(delivery, "accepted", 3, "retry", null);

    assertThat(inspector.balance(email).contradictions()).isEmpty();
    assertThat(inspector.balance(email).knownDoubles()).isEqualTo(1);
  }

  private long attempt(
      String status, String state, int number, String origin, @Nullable String outcome) {
    long delivery = rows.delivery(email, status + "@a.example", status).insert().getId();
    attempt(delivery, state, number, origin, outcome);
    return delivery;
  }

  private void again(long delivery, String state, String origin) {
    attempt(delivery, state, 2, origin, null);
  }

  private void attempt(
      long delivery, String state, int number, String origin, @Nullable String outcome) {
    long submission =
        rows.submission()
            .with(SUBMISSION.SCHEDULED_EMAIL_ID, email)
            .with(SUBMISSION.STATE, state)
            .insert()
            .getId();
    rows.attempt(delivery)
        .with(ATTEMPT.SUBMISSION_ID, submission)
        .with(ATTEMPT.NUMBER, number)
        .with(ATTEMPT.ORIGIN, origin)
        .with(ATTEMPT.OUTCOME, outcome)
        .insert();
  }
}
