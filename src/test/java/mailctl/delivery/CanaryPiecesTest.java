package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStore;
import mailctl.database.NotYet;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What waits for a canary is let go seven at a time.
final class CanaryPiecesTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;
  private Canaries canaries;
  private ScheduledEmailId email = new ScheduledEmailId(1);

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database());
    canaries =
        new Canaries(
            db.database(),
            new ScheduledEmailStore(),
            new CanaryStore(),
            CanaryPolicy.OFF,
            sending.clock,
            7);
    email = sending.emailTo(50);
    sending.feature.dueEmails().runOnce(1);
    holdBack();
  }

  @Test
  void all_are_let_go_when_no_canary_is_needed() {
    begin("100%");

    assertThat(sending.deliveries(email))
        .extracting(DeliveryRecord::getDueAt)
        .containsOnly(sending.clock.instant());
    Optional<Canary> canary = sending.read(tx -> canaries.find(tx, email));
    assertThat(canary).isEmpty();
  }

  @Test
  void a_persons_word_lets_some_go_at_once_and_the_next_pass_the_rest() {
    begin("50%");
    db.database().run(tx -> assertThat(canaries.release(tx, email)).isTrue());

    assertThat(waiting()).isEqualTo(25 - 7);
    canaries.runOnce();
    assertThat(waiting()).isZero();
  }

  private void begin(String share) {
    Instant now = sending.clock.instant();
    db.database().run(tx -> canaries.begin(tx, email, Optional.of(Share.parse(share)), now));
  }

  private void holdBack() {
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(DELIVERY)
                    .set(DELIVERY.NOT_BEFORE, NotYet.TIME)
                    .set(DELIVERY.DUE_AT, NotYet.TIME)
                    .execute());
  }

  private long waiting() {
    return sending.deliveries(email).stream()
        .filter(each -> NotYet.TIME.equals(each.getDueAt()))
        .count();
  }
}
