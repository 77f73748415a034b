package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static mailctl.inspect.DeliveryStatus.BOUNCED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import mailctl.database.Refusal;
import mailctl.database.schema.tables.records.AttemptRecord;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.database.schema.tables.records.EventRecord;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRow;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DeliveriesTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(TestRows.NOW);
  private TestRows rows;
  private Inspector inspector;

  @BeforeEach
  void inspector() {
    rows = TestRows.in(db.database());
    inspector = new Inspector(db.database(), clock);
  }

  @Test
  void filters_are_all_of_them_true() {
    EventRecord other = rows.event().insert();
    long email = rows.scheduledEmail().insert().getId();
    long elsewhere =
        rows.scheduledEmail().with(SCHEDULED_EMAIL.EVENT_ID, other.getId()).insert().getId();
    long kim = rows.delivery(email, "Kim@a.example", "bounced").insert().getId();
    long lee = rows.delivery(email, "lee@a.example", "delivered").insert().getId();
    long kimElsewhere = rows.delivery(elsewhere, "kim@a.example", "failed").insert().getId();

    DeliveryQuery all = DeliveryQuery.all();
    assertThat(ids(all)).containsExactly(kimElsewhere, lee, kim);
    assertThat(ids(all.and(new DeliveryFilter.OfEmail(email)))).containsExactly(lee, kim);
    assertThat(ids(all.and(new DeliveryFilter.OfEvent(other.getId()))))
        .containsExactly(kimElsewhere);
    assertThat(ids(all.and(new DeliveryFilter.To(" KIM@a.example"))))
        .containsExactly(kimElsewhere, kim);
    assertThat(ids(all.and(DeliveryFilter.undelivered()))).containsExactly(kimElsewhere, kim);
    assertThat(
            ids(
                all.and(new DeliveryFilter.In(Set.of(BOUNCED)))
                    .and(new DeliveryFilter.To("kim@a.example"))))
        .containsExactly(kim);
  }

  @Test
  void a_page_goes_on_where_the_last_one_ended() {
    long email = rows.scheduledEmail().insert().getId();
    long first = rows.delivery(email, "a@a.example", "sent").insert().getId();
    long second = rows.delivery(email, "b@a.example", "sent").insert().getId();
    long third = rows.delivery(email, "c@a.example", "sent").insert().getId();

    DeliveryQuery page = DeliveryQuery.all().limit(2);

    assertThat(ids(page)).containsExactly(third, second);
    assertThat(ids(page.before(second))).containsExactly(first);
  }

  @Test
  void overdue_is_what_should_have_gone_more_than_ten_minutes_ago() {
    long due = rows.delivery().insert().getId();
    rows.delivery().with(DELIVERY.DUE_AT, TestRows.NOW.plusSeconds(60)).insert();
    rows.delivery().with(DELIVERY.STATUS, "delivered").insert();
    DeliveryQuery overdue = DeliveryQuery.all().and(new DeliveryFilter.Overdue());

    clock.tick(Duration.ofMinutes(10));
    assertThat(ids(overdue)).isEmpty();

    clock.tick(Duration.ofSeconds(1));
    assertThat(ids(overdue)).containsExactly(due);
  }

  @Test
  void the_time_is_that_of_the_status() {
    long early =
        rows.delivery().with(DELIVERY.STATUS_AT, TestRows.NOW.minusSeconds(60)).insert().getId();
    long late = rows.delivery().insert().getId();

    assertThat(ids(DeliveryQuery.all().and(new DeliveryFilter.Since(TestRows.NOW))))
        .containsExactly(late);
    assertThat(ids(DeliveryQuery.all().and(new DeliveryFilter.Until(TestRows.NOW))))
        .containsExactly(early);
  }

  @Test
  void unsubscribed_is_a_badge_beside_the_status() {
    long email = rows.scheduledEmail().insert().getId();
    long kim = rows.delivery(email, "kim@a.example", "delivered").insert().getId();
    rows.attempt(kim).with(ATTEMPT.UNSUBSCRIBED_AT, TestRows.NOW).insert();

    assertThat(inspector.deliveries(DeliveryQuery.all()))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.status()).isEqualTo(DeliveryStatus.DELIVERED);
              assertThat(row.unsubscribed()).isTrue();
            });
  }

  @Test
  void one_delivery_shows_everything_that_happened_to_it() {
    long email = rows.scheduledEmail().with(SCHEDULED_EMAIL.STATUS, "sent").insert().getId();
    long kim =
        rows.delivery(email, "Kim@a.example", "retrying")
            .with(DELIVERY.ATTEMPTS, 1)
            .with(DELIVERY.BLOCK_CLASS, "technical")
            .with(DELIVERY.REASON, "450 try later")
            .with(DELIVERY.DUE_AT, TestRows.NOW.plusSeconds(3600))
            .insert()
            .getId();
    AttemptRecord attempt =
        rows.attempt(kim)
            .with(ATTEMPT.OUTCOME, "blocked")
            .with(ATTEMPT.OUTCOME_CLASS, "technical")
            .insert();
    rows.providerEvent(attempt, "blocked").insert();
    rows.providerEvent(attempt, "processed")
        .with(PROVIDER_EVENT.OCCURRED_AT, TestRows.NOW.minusSeconds(5))
        .insert();
    rows.suppression("lee@a.example").insert();
    rows.suppression("kim@a.example")
        .with(SUPPRESSION.EVENT_ID, rows.event().insert().getId())
        .insert();
    rows.suppression("kim@a.example").with(SUPPRESSION.LIFTED_AT, TestRows.NOW).insert();

    DeliveryHistory history = inspector.delivery(kim);

    assertThat(history.delivery().address()).isEqualTo("Kim@a.example");
    assertThat(history.inputs().emailStatus()).isEqualTo("sent");
    assertThat(history.attempts())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.number()).isEqualTo(1);
              assertThat(each.submission().state()).isEqualTo("accepted");
              assertThat(each.outcome().orElseThrow().blockClass()).contains("technical");
            });
    assertThat(history.events())
        .extracting(DeliveryHistory.EventLine::type)
        .containsExactly("processed", "blocked");
    assertThat(history.suppressions())
        .singleElement()
        .satisfies(line -> assertThat(line.active()).isFalse());
    assertThat(history.next()).startsWith("attempt 2 is due at 2026-06-01T13:00:00Z");
  }

  @Test
  void pending_retries_come_in_the_order_in_which_they_go() {
    long later =
        retrying("later@a.example")
            .with(DELIVERY.DUE_AT, TestRows.NOW.plusSeconds(9))
            .insert()
            .getId();
    long sooner = retrying("sooner@a.example").insert().getId();
    rows.delivery().insert();

    List<PendingRetry> retries = inspector.retries(10).retries();

    assertThat(retries).extracting(retry -> retry.delivery().id()).containsExactly(sooner, later);
    assertThat(retries.getFirst().next()).contains("next sweep", "mailbox full");
  }

  @Test
  void doubts_say_how_old_they_are_and_how_many_are_left() {
    long email = rows.scheduledEmail().insert().getId();
    long submission =
        rows.submission()
            .with(SUBMISSION.SCHEDULED_EMAIL_ID, email)
            .with(SUBMISSION.STATE, "in_doubt")
            .with(SUBMISSION.RECIPIENTS, 2)
            .with(SUBMISSION.CALLED_AT, TestRows.NOW)
            .insert()
            .getId();
    for (String status : List.of("in_doubt", "delivered")) {
      long id = rows.delivery(email, status + "@a.example", status).insert().getId();
      rows.attempt(id).with(ATTEMPT.SUBMISSION_ID, submission).insert();
    }
    clock.tick(Duration.ofHours(2));

    assertThat(inspector.doubts(10))
        .singleElement()
        .satisfies(
            doubt -> {
              assertThat(doubt.id()).isEqualTo(submission);
              assertThat(doubt.age()).isEqualTo(Duration.ofHours(2));
              assertThat(doubt.recipients()).isEqualTo(2);
              assertThat(doubt.stillInDoubt()).isEqualTo(1);
            });
  }

  @Test
  void what_does_not_exist_is_refused_and_says_where_it_was_looked_for() {
    assertThatThrownBy(() -> inspector.delivery(99))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("no delivery 99 in the test database");
    assertThatThrownBy(
            () -> inspector.deliveries(DeliveryQuery.all().and(new DeliveryFilter.OfEmail(98))))
        .hasMessageContaining("no scheduled email 98");
    assertThatThrownBy(() -> inspector.event("nowhere")).hasMessageContaining("no event nowhere");
    assertThatThrownBy(() -> DeliveryStatus.parse("sended")).isInstanceOf(Refusal.class);
  }

  private TestRow<DeliveryRecord> retrying(String address) {
    return rows.delivery()
        .with(DELIVERY.EMAIL, address)
        .with(DELIVERY.STATUS, "retrying")
        .with(DELIVERY.ATTEMPTS, 1)
        .with(DELIVERY.BLOCK_CLASS, "mailbox_unavailable")
        .with(DELIVERY.REASON, "452 mailbox full");
  }

  private List<Long> ids(DeliveryQuery query) {
    return inspector.deliveries(query).stream().map(DeliveryRow::id).toList();
  }
}
