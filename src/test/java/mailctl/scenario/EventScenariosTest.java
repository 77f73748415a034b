package mailctl.scenario;

import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.SUBMISSION;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.inspect.Inspector;
import mailctl.inspect.Statistics;
import mailctl.inspect.StatisticsScope;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What the replaced system got wrong about provider events, each scenario by its name.
final class EventScenariosTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private Chain chain;

  @BeforeEach
  void open() {
    chain = new Chain(db);
  }

  @AfterEach
  void close() {
    chain.close();
  }

  @Test
  void an_event_whose_message_id_has_a_suffix_matches_its_row() {
    DeliveryRecord delivery = sentToOne();

    chain.post(
        """
        {"email":"%s","event":"delivered","timestamp":%d,"sg_message_id":"dStsxCyLRLKzKSH0zo9exQ.recvd-786d47b7ff-42mlq-1-67DF866E-B.0"}"""
            .formatted(delivery.getEmail(), chain.clock.instant().getEpochSecond()));

    assertThat(status(delivery)).isEqualTo("delivered");
  }

  @Test
  void an_event_with_only_custom_arguments_matches_its_row() {
    DeliveryRecord delivery = sentToOne();

    chain.post(chain.delivered(delivery));

    assertThat(status(delivery)).isEqualTo("delivered");
  }

  @Test
  void an_unknown_event_is_kept_and_matched_later_when_its_row_appears() {
    DeliveryRecord delivery = sentToOne();
    db.database().run(tx -> tx.dsl().update(SUBMISSION).setNull(SUBMISSION.MESSAGE_ID).execute());
    chain.post(
        """
        {"email":"%s","event":"delivered","timestamp":%d,"sg_message_id":"dStsxCyLRLKzKSH0zo9exQ.filter0001.1.2.0"}"""
            .formatted(delivery.getEmail(), chain.clock.instant().getEpochSecond()));
    assertThat(status(delivery)).isEqualTo("sent");
    assertThat(count(PARKED_EVENT)).isEqualTo(1);

    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(SUBMISSION)
                    .set(SUBMISSION.MESSAGE_ID, "dStsxCyLRLKzKSH0zo9exQ")
                    .execute());
    chain.clock.tick(Duration.ofHours(1));
    chain.sweep();

    assertThat(status(delivery)).isEqualTo("delivered");
    assertThat(count(PARKED_EVENT)).isZero();
  }

  @Test
  void the_same_event_twice_and_the_same_bounce_twice_is_one_change_and_one_retry() {
    DeliveryRecord delivery = sentToOne();
    String blocked = chain.blocked(delivery, 1);

    chain.post(blocked, blocked);
    chain.post(blocked.replace("\"id-1\"", "\"another-id\""));
    chain.clock.tick(Chain.HOUR);
    chain.sweep();
    chain.sweep();

    assertThat(count(PROVIDER_EVENT)).isEqualTo(1);
    assertThat(chain.provider.recipients()).hasSize(2);
  }

  @Test
  void delivered_then_a_late_bounce_is_bounced_and_the_counters_agree() {
    DeliveryRecord delivery = sentToOne();

    chain.post(chain.delivered(delivery));
    chain.clock.tick(Chain.HOUR);
    chain.post(chain.bounced(delivery));

    assertThat(status(delivery)).isEqualTo("bounced");
    Statistics statistics = statistics();
    assertThat(statistics.delivered()).isZero();
    assertThat(statistics.undelivered()).isEqualTo(1);
    assertThat(statistics.audience()).isEqualTo(1);
  }

  @Test
  void a_bounce_then_delivered_stays_bounced() {
    DeliveryRecord delivery = sentToOne();

    chain.post(chain.bounced(delivery));
    chain.clock.tick(Chain.HOUR);
    chain.post(chain.delivered(delivery));

    assertThat(status(delivery)).isEqualTo("bounced");
  }

  @Test
  void unsubscribed_then_delivered_counts_as_delivered_and_as_an_opt_out() {
    DeliveryRecord delivery = sentToOne();

    chain.post(chain.event("unsubscribe", delivery, 1, ""));
    chain.clock.tick(Chain.HOUR);
    chain.post(chain.delivered(delivery));

    assertThat(status(delivery)).isEqualTo("delivered");
    Statistics statistics = statistics();
    assertThat(statistics.delivered()).isEqualTo(1);
    assertThat(statistics.unsubscribed()).isEqualTo(1);
    assertThat(count(SUPPRESSION)).isEqualTo(1);
  }

  @Test
  void user_unknown_is_hard_is_not_retried_and_is_suppressed() {
    DeliveryRecord delivery = sentToOne();

    chain.post(chain.bounced(delivery));
    chain.clock.tick(Duration.ofDays(30));
    chain.sweep();

    assertThat(status(delivery)).isEqualTo("bounced");
    assertThat(chain.provider.recipients()).hasSize(1);
    assertThat(count(SUPPRESSION)).isEqualTo(1);
  }

  @Test
  void blocked_or_mailbox_unavailable_is_soft_even_with_a_5xx() {
    DeliveryRecord delivery = sentToOne();

    chain.post(
        chain.event(
            "bounce",
            delivery,
            1,
            ",\"type\":\"blocked\",\"bounce_classification\":\"Mailbox Unavailable\","
                + "\"status\":\"5.2.2\",\"reason\":\"552 mailbox full\""));

    assertThat(status(delivery)).isEqualTo("retrying");
    assertThat(count(SUPPRESSION)).isZero();
  }

  @Test
  void four_soft_bounces_make_attempts_after_1_4_and_24_hours_then_a_failure_and_never_a_fourth() {
    DeliveryRecord delivery = sentToOne();
    int[] hours = {1, 4, 24};
    for (int attempt = 1; attempt <= 3; attempt++) {
      chain.post(chain.blocked(delivery, attempt));
      chain.clock.tick(Duration.ofHours(hours[attempt - 1]).minusSeconds(1));
      chain.sweep();
      assertThat(chain.provider.recipients()).hasSize(attempt);
      chain.clock.tick(Duration.ofSeconds(1));
      chain.sweep();
      assertThat(chain.provider.recipients()).hasSize(attempt + 1);
    }
    chain.post(chain.blocked(delivery, 4));
    chain.clock.tick(Duration.ofDays(400));
    chain.sweep();

    assertThat(status(delivery)).isEqualTo("failed");
    assertThat(chain.provider.recipients()).hasSize(4);
  }

  @Test
  void an_opt_out_before_a_retry_stops_it() {
    DeliveryRecord delivery = sentToOne();
    chain.post(chain.blocked(delivery, 1));
    chain.post(chain.event("spamreport", delivery, 1, ""));

    chain.clock.tick(Chain.HOUR);
    chain.sweep();

    assertThat(status(delivery)).isEqualTo("skipped");
    assertThat(chain.provider.recipients()).hasSize(1);
  }

  @Test
  void a_malformed_element_in_a_good_batch_is_parked_and_its_neighbours_go_on() {
    ScheduledEmailId email = chain.emailTo(2);
    chain.send(email);

    chain.post(
        chain.delivered(chain.deliveries(email).get(0)),
        "17",
        "{\"event\":\"delivered\"}",
        chain.delivered(chain.deliveries(email).get(1)));

    assertThat(chain.statuses(email)).containsExactly("delivered", "delivered");
    assertThat(count(PARKED_EVENT)).isEqualTo(2);
  }

  @Test
  void a_body_that_is_no_array_is_parked_whole() {
    sentToOne();

    chain
        .app
        .localPosts()
        .add(List.of("{\"not\":\"an array\"".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    chain.app.webhookProcessor().runOnce();

    String state =
        db.database()
            .transaction(tx -> tx.dsl().select(WEBHOOK_POST.STATE).from(WEBHOOK_POST).fetchSingle())
            .value1();
    assertThat(state).isEqualTo("parked");
  }

  @Test
  void a_huge_batch_is_applied_whole() {
    ScheduledEmailId email = chain.emailTo(3);
    chain.send(email);
    DeliveryRecord first = chain.deliveries(email).get(0);
    DeliveryRecord clicker = chain.deliveries(email).get(1);
    String[] events = new String[6_000];
    for (int i = 0; i < events.length; i++) {
      events[i] =
          i < 10
              ? chain.delivered(first)
              : chain.event("click", clicker, 1, ",\"url\":\"https://example.org/" + i + "\"");
    }

    chain.post(events);

    // Ten equal "delivered" are one event; the clicks are on as many links.
    assertThat(count(PROVIDER_EVENT)).isEqualTo(1 + 5_990);
    assertThat(chain.statuses(email)).containsExactly("delivered", "sent", "sent");
  }

  @Test
  void where_only_cron_sweeps_the_history_of_the_coming_months_is_prepared_too() {
    chain.clock.set(java.time.Instant.parse("2031-03-09T12:00:00Z"));

    chain.sweep();

    String prepared =
        db.database()
            .transaction(
                tx -> tx.dsl().fetchSingle("select to_regclass('provider_event_2031_05')::text"))
            .get(0, String.class);
    assertThat(prepared).isEqualTo("provider_event_2031_05");
  }

  private DeliveryRecord sentToOne() {
    ScheduledEmailId email = chain.emailTo(1);
    chain.send(email);
    return chain.only(email);
  }

  private Statistics statistics() {
    return new Inspector(db.database(), chain.clock).statistics(new StatisticsScope.Overall());
  }

  private String status(DeliveryRecord delivery) {
    return chain.only(new ScheduledEmailId(delivery.getScheduledEmailId())).getStatus();
  }

  private int count(org.jooq.Table<?> table) {
    return db.database().transaction(tx -> tx.dsl().fetchCount(table));
  }
}
