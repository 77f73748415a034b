package mailctl.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class OverviewTest {
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
  void an_email_shows_its_counts_and_how_late_it_is() {
    long email = rows.scheduledEmail().insert().getId();
    rows.delivery(email, "kim@a.example", "delivered").insert();
    rows.delivery(email, "lee@a.example", "skipped").insert();
    clock.tick(Duration.ofMinutes(45));

    assertThat(inspector.emails(EmailQuery.all()))
        .singleElement()
        .satisfies(
            summary -> {
              assertThat(summary.deliveries().total()).isEqualTo(2);
              assertThat(summary.deliveries().of(DeliveryStatus.SKIPPED)).isEqualTo(1);
              assertThat(summary.lateWords()).contains("45 minutes late");
            });
  }

  @Test
  void overdue_emails_are_those_still_scheduled() {
    long late = rows.scheduledEmail().insert().getId();
    long sent = rows.scheduledEmail().with(SCHEDULED_EMAIL.STATUS, "sent").insert().getId();
    long undated =
        rows.scheduledEmail()
            .with(SCHEDULED_EMAIL.STATUS, "paused")
            .with(SCHEDULED_EMAIL.DUE_AT, null)
            .insert()
            .getId();
    EmailQuery overdue = EmailQuery.all().onlyOverdue();

    clock.tick(Duration.ofMinutes(10));
    assertThat(inspector.emails(overdue)).isEmpty();

    clock.tick(Duration.ofSeconds(1));
    assertThat(inspector.emails(overdue)).extracting(EmailSummary::id).containsExactly(late);
    assertThat(inspector.emails(EmailQuery.all()))
        .extracting(EmailSummary::id)
        .containsExactly(late, sent, undated);
    assertThat(inspector.emails(EmailQuery.all().in(Set.of("paused"))))
        .extracting(EmailSummary::statusReason)
        .containsExactly(Optional.of("operator"));
  }

  @Test
  void the_inbox_says_what_waits_and_since_when() {
    rows.webhookPost().with(WEBHOOK_POST.RECEIVED_AT, TestRows.NOW.minusSeconds(9)).insert();
    rows.webhookPost().insert();
    rows.webhookPost().with(WEBHOOK_POST.STATE, "processed").insert();
    long parked =
        rows.webhookPost()
            .with(WEBHOOK_POST.STATE, "parked")
            .with(WEBHOOK_POST.BODY, "{\"é\":1}".getBytes(UTF_8))
            .insert()
            .getId();

    assertThat(inspector.inbox())
        .isEqualTo(new InboxState(2, Optional.of(TestRows.NOW.minusSeconds(9)), 1, 0));
    assertThat(parked()).containsExactly(parked);
    ParkedContent content = inspector.parked(ParkedItem.Kind.POST, parked, 100);
    assertThat(content.body()).isEqualTo("{\"é\":1}");
    assertThat(content.item().bytes()).isEqualTo(8);
    assertThatThrownBy(() -> inspector.parked(ParkedItem.Kind.POST, parked - 1, 100))
        .hasMessageContaining("no parked post");
  }

  @Test
  void parked_events_keep_their_words() {
    long event =
        rows.parkedEvent()
            .with(PARKED_EVENT.REASON, "unmatched")
            .with(PARKED_EVENT.NEXT_MATCH_AT, TestRows.NOW)
            .insert()
            .getId();

    assertThat(parked()).containsExactly(event);
    ParkedContent parked = inspector.parked(ParkedItem.Kind.EVENT, event, 100);
    assertThat(parked.body()).isEqualTo("42");
    assertThat(parked.item().nextTryAt()).contains(TestRows.NOW);
  }

  private List<Long> parked() {
    return inspector
        .parked(new ParkedQuery(Optional.empty(), Optional.empty(), Optional.empty(), false, 10))
        .stream()
        .map(ParkedItem::id)
        .toList();
  }

  @Test
  void an_event_is_found_by_id_before_slug() {
    long first = rows.event().insert().getId();
    long digits = rows.event().with(EVENT.SLUG, Long.toString(first)).insert().getId();

    assertThat(inspector.event(Long.toString(first)).id()).isEqualTo(first);
    assertThat(inspector.event(Long.toString(digits)).id()).isEqualTo(digits);
  }

  @Test
  void nothing_can_be_written_while_looking() {
    assertThatThrownBy(
            () ->
                new SnapshotStore(db.database())
                    .read(tx -> tx.dsl().execute("delete from suppression")))
        .hasMessageContaining("read-only transaction");
  }
}
