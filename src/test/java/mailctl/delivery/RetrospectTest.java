package mailctl.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.provider.BounceClass;
import mailctl.provider.ProviderEvent;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RetrospectTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;
  private DeliveryRecord delivery;
  private Instant sentAt;

  @BeforeEach
  void send() {
    sending = new SendingFixture(db.database());
    var email = sending.emailTo(1);
    sentAt = sending.clock.instant();
    sending.sweep();
    delivery = sending.deliveries(email).getFirst();
  }

  @Test
  void each_moment_knows_what_had_been_received_by_then() {
    ProviderEvent blocked =
        new ProviderEvent.Blocked(
            sending.origin(delivery, 1, sentAt.plusSeconds(5)),
            BounceClass.TECHNICAL,
            "4.0.0",
            "later");
    // Happened early, heard late.
    ProviderEvent delivered =
        new ProviderEvent.Delivered(sending.origin(delivery, 2, sentAt.plusSeconds(3601)), "250");
    sending.clock.tick(Duration.ofMinutes(10));
    Instant blockHeard = sending.clock.instant();
    sending.apply(blocked);
    sending.clock.tick(Duration.ofHours(2));
    Instant retried = sending.clock.instant();
    sending.sweep();
    sending.clock.tick(Duration.ofHours(5));
    Instant deliveryHeard = sending.clock.instant();
    sending.apply(delivered);

    assertThat(at(sentAt.minusSeconds(1))).isEmpty();
    assertThat(at(sentAt).orElseThrow().status()).isEqualTo("sent");
    assertThat(at(blockHeard.minusMillis(1)).orElseThrow().status()).isEqualTo("sent");
    PastDelivery blockedThen = at(blockHeard).orElseThrow();
    assertThat(blockedThen.status()).isEqualTo("retrying");
    assertThat(blockedThen.dueAt()).contains(sentAt.plusSeconds(3605));
    assertThat(blockedThen.attempts()).hasSize(1);
    assertThat(at(retried).orElseThrow().attempts()).hasSize(2);
    assertThat(at(retried).orElseThrow().status()).isEqualTo("sent");
    assertThat(at(deliveryHeard.minusMillis(1)).orElseThrow().status()).isEqualTo("sent");
    assertThat(at(deliveryHeard).orElseThrow().status()).isEqualTo("delivered");
  }

  @Test
  void now_is_what_the_rows_say() {
    sending.clock.tick(Duration.ofMinutes(1));
    sending.apply(
        new ProviderEvent.Bounced(
            sending.origin(delivery, 1, sentAt.plusSeconds(5)),
            BounceClass.INVALID_ADDRESS,
            "5.1.1",
            "no such user"));

    DeliveryRecord row = sending.delivery(delivery.getId());
    PastDelivery now = at(sending.clock.instant()).orElseThrow();

    assertThat(now.status()).isEqualTo(row.getStatus()).isEqualTo("bounced");
    assertThat(now.statusAt()).isEqualTo(row.getStatusAt());
    assertThat(now.reason()).isEqualTo(row.getReason());
  }

  @Test
  void an_unsettled_call_and_a_later_cancellation_are_not_known_yet() {
    db.database()
        .run(
            tx -> {
              tx.dsl()
                  .execute(
                      "update submission set claimed_at = ?::timestamptz,"
                          + " called_at = ?::timestamptz, settled_at = ?::timestamptz",
                      sentAt.plusSeconds(10).toString(),
                      sentAt.plusSeconds(11).toString(),
                      sentAt.plusSeconds(30).toString());
              tx.dsl()
                  .execute(
                      "update delivery set cancelled_at = ?::timestamptz",
                      sentAt.plusSeconds(90).toString());
            });

    assertThat(at(sentAt.plusSeconds(5)).orElseThrow().status()).isEqualTo("queued");
    PastDelivery claimed = at(sentAt.plusSeconds(10)).orElseThrow();
    assertThat(claimed.status()).isEqualTo("sending");
    assertThat(claimed.attempts().getFirst().submissionState()).isEqualTo("claimed");
    assertThat(at(sentAt.plusSeconds(11)).orElseThrow().attempts().getFirst().submissionState())
        .isEqualTo("calling");
    assertThat(at(sentAt.plusSeconds(30)).orElseThrow().status()).isEqualTo("sent");
  }

  @Test
  void a_pruned_history_is_told() {
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "update history_horizon set since = ?::timestamptz",
                        sentAt.plusSeconds(60).toString()));

    assertThat(at(sentAt.plusSeconds(5)).orElseThrow().historySince())
        .contains(sentAt.plusSeconds(60));
  }

  private Optional<PastDelivery> at(Instant time) {
    return db.database()
        .transaction(
            tx -> sending.feature.retrospect().at(tx, new DeliveryId(delivery.getId()), time));
  }
}
