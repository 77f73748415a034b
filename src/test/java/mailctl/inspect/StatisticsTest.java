package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import mailctl.database.schema.tables.records.EventRecord;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StatisticsTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private TestRows rows;
  private Inspector inspector;

  @BeforeEach
  void inspector() {
    rows = TestRows.in(db.database());
    inspector = new Inspector(db.database(), new SettableClock(TestRows.NOW));
  }

  @Test
  void every_delivery_is_in_exactly_one_status_and_the_sum_is_the_audience() {
    long email = rows.scheduledEmail().insert().getId();
    int count = 0;
    for (DeliveryStatus status : DeliveryStatus.values()) {
      for (int each = 0; each <= status.ordinal(); each++) {
        rows.delivery(email, status.word() + each + "@a.example", status.word()).insert();
        count++;
      }
    }

    Statistics statistics = inspector.statistics(new StatisticsScope.OfEmail(email));

    assertThat(statistics.audience()).isEqualTo(count);
    for (DeliveryStatus status : DeliveryStatus.values()) {
      assertThat(statistics.statuses().of(status)).isEqualTo(status.ordinal() + 1);
    }
    assertThat(statistics.pending()).isEqualTo(1 + 3);
    assertThat(statistics.undelivered()).isEqualTo(7 + 8);
    assertThat(statistics.totalSent()).isZero();
  }

  @Test
  void a_retry_makes_no_number_larger() {
    long email = rows.scheduledEmail().insert().getId();
    long kim = rows.delivery(email, "kim@a.example", "delivered").insert().getId();
    rows.attempt(kim).with(ATTEMPT.OUTCOME, "blocked").with(ATTEMPT.OPENS, 1).insert();
    rows.attempt(kim)
        .with(ATTEMPT.NUMBER, 2)
        .with(ATTEMPT.OUTCOME, "delivered")
        .with(ATTEMPT.OPENS, 3)
        .with(ATTEMPT.CLICKS, 2)
        .with(ATTEMPT.UNSUBSCRIBED_AT, TestRows.NOW)
        .with(ATTEMPT.SPAM_REPORTED_AT, TestRows.NOW)
        .insert();

    assertThat(inspector.statistics(new StatisticsScope.OfEmail(email)))
        .isEqualTo(
            new Statistics(
                new StatusCounts(Map.of(DeliveryStatus.DELIVERED, 1L)), 1, 1, 1, 1, 1, 0, 0));
  }

  @Test
  void sent_is_what_sendgrid_accepted_at_least_once() {
    long email = rows.scheduledEmail().insert().getId();
    attempted(email, "dropped", "accepted");
    attempted(email, "failed", "rejected");
    attempted(email, "in_doubt", "in_doubt");
    attempted(email, "queued", "returned");
    attempted(email, "sending", "calling");
    rows.delivery(email, "skipped@a.example", "skipped").insert();
    long blocked = attempted(email, "failed", "accepted");
    rows.attempt(blocked)
        .with(ATTEMPT.NUMBER, 2)
        .with(
            ATTEMPT.SUBMISSION_ID,
            rows.submission()
                .with(SUBMISSION.SCHEDULED_EMAIL_ID, email)
                .with(SUBMISSION.STATE, "rejected")
                .insert()
                .getId())
        .insert();

    Statistics statistics = inspector.statistics(new StatisticsScope.OfEmail(email));

    assertThat(statistics.audience()).isEqualTo(7);
    assertThat(statistics.totalSent()).isEqualTo(2);
  }

  @Test
  void opens_by_machines_are_not_opens() {
    long email = rows.scheduledEmail().insert().getId();
    long kim = rows.delivery(email, "kim@a.example", "delivered").insert().getId();
    rows.attempt(kim)
        .with(ATTEMPT.MACHINE_OPENS, 5)
        .with(ATTEMPT.MACHINE_CLICKS, 2)
        .with(ATTEMPT.CLICKS, 1)
        .insert();

    Statistics statistics = inspector.statistics(new StatisticsScope.OfEmail(email));

    assertThat(statistics.opened()).isZero();
    assertThat(statistics.machineOpened()).isEqualTo(1);
    assertThat(statistics.clicked()).isEqualTo(1);
    assertThat(statistics.machineClicked()).isEqualTo(1);
  }

  @Test
  void each_scope_counts_its_own_mail() {
    EventRecord here = rows.event().insert();
    EventRecord sibling = rows.event().insert();
    EventRecord foreign =
        rows.event().with(EVENT.ORGANIZATION_ID, rows.organization().insert().getId()).insert();
    long first = emailOf(here);
    long second = emailOf(here);
    emailOf(sibling);
    emailOf(foreign);
    long empty =
        rows.scheduledEmail().with(SCHEDULED_EMAIL.EVENT_ID, here.getId()).insert().getId();

    assertThat(sent(new StatisticsScope.OfEmail(first))).isEqualTo(1);
    assertThat(sent(new StatisticsScope.OfEvent(here.getId()))).isEqualTo(2);
    assertThat(sent(new StatisticsScope.OfOrganization(here.getOrganizationId()))).isEqualTo(3);
    assertThat(sent(new StatisticsScope.Overall())).isEqualTo(4);
    assertThat(inspector.statisticsByEmail(new StatisticsScope.OfEvent(here.getId())))
        .extracting(EmailStatistics::scheduledEmailId)
        .containsExactly(first, second, empty);
    assertThat(inspector.statistics(new StatisticsScope.OfEmail(empty))).isEqualTo(Statistics.NONE);
  }

  @ParameterizedTest
  @CsvSource({"0, 0, 0.0", "1, 3, 33.3", "2, 3, 66.7", "3, 3, 100.0", "1, 2000, 0.1"})
  void the_delivery_rate_has_one_decimal(long delivered, long sent, String rate) {
    StatusCounts counts =
        new StatusCounts(
            Map.of(DeliveryStatus.DELIVERED, delivered, DeliveryStatus.BOUNCED, sent - delivered));

    assertThat(new Statistics(counts, sent, 0, 0, 0, 0, 0, 0).deliveryRate()).isEqualTo(rate);
  }

  @Test
  void more_sent_than_there_are_is_a_bug_of_ours() {
    assertThatThrownBy(() -> new Statistics(StatusCounts.NONE, 1, 0, 0, 0, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private long emailOf(EventRecord event) {
    long email =
        rows.scheduledEmail().with(SCHEDULED_EMAIL.EVENT_ID, event.getId()).insert().getId();
    attempted(email, "delivered", "accepted");
    return email;
  }

  private long sent(StatisticsScope scope) {
    return inspector.statistics(scope).totalSent();
  }

  private long attempted(long email, String status, String state) {
    long delivery = rows.delivery(email, status + state + "@a.example", status).insert().getId();
    rows.attempt(delivery)
        .with(
            ATTEMPT.SUBMISSION_ID,
            rows.submission()
                .with(SUBMISSION.SCHEDULED_EMAIL_ID, email)
                .with(SUBMISSION.STATE, state)
                .insert()
                .getId())
        .insert();
    return delivery;
  }
}
