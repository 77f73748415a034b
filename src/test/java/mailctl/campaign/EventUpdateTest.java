package mailctl.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Map;
import mailctl.audience.EventId;
import mailctl.database.Refusal;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class EventUpdateTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  private CampaignSetup campaign;
  private EventId event;
  private ScheduledEmail reminder;

  @BeforeEach
  void schedule() {
    campaign = new CampaignSetup(db.database());
    event = campaign.event();
    reminder = campaign.create(event, "reminder", "7 days before event at 09:00");
  }

  @Test
  void a_date_change_moves_what_was_not_sent_and_nothing_else() {
    ScheduledEmail fixed = campaign.create(event, "fixed", "at 2026-04-01 09:00");
    ScheduledEmail sent = campaign.create(event, "sent", "30 days before event at 09:00");
    campaign.in(tx -> campaign.store.markSending(tx, sent.id(), campaign.clock.instant()));
    campaign.in(tx -> campaign.store.markSent(tx, sent.id(), campaign.clock.instant()));

    EventUpdate.Result result = campaign.update(event, "event_date", "2026-06-22");

    assertThat(campaign.standing(reminder)).isEqualTo("scheduled 2026-06-15T14:00:00Z");
    assertThat(campaign.standing(fixed)).isEqualTo("scheduled 2026-04-01T14:00:00Z");
    assertThat(campaign.standing(sent)).isEqualTo("sent 2026-05-16T14:00:00Z");
    assertThat(result.emails())
        .singleElement()
        .satisfies(
            change -> {
              assertThat(change.before().dueAt()).contains(Instant.parse("2026-06-08T14:00:00Z"));
              assertThat(change.after().dueAt()).contains(Instant.parse("2026-06-15T14:00:00Z"));
            });
  }

  @Test
  void a_missing_payment_deadline_pauses_until_it_is_set() {
    ScheduledEmail payment =
        campaign.create(event, "payment", "3 days before payment deadline at 10:00");
    assertThat(campaign.standing(payment)).isEqualTo("paused (no date)");

    campaign.update(event, "payment_deadline", "2026-05-20");
    assertThat(campaign.standing(payment)).isEqualTo("scheduled 2026-05-17T15:00:00Z");

    campaign.update(event, "payment_deadline", "");
    assertThat(campaign.standing(payment)).isEqualTo("paused (no date)");
  }

  @Test
  void a_cancelled_event_sends_nothing() {
    ScheduledEmail sending = campaign.create(event, "sending", "at 2026-03-01 06:00");
    ScheduledEmail retried = campaign.create(event, "retried", "at 2026-03-01 05:00");
    for (ScheduledEmail each : new ScheduledEmail[] {sending, retried}) {
      campaign.in(tx -> campaign.store.markSending(tx, each.id(), campaign.clock.instant()));
    }
    campaign.in(tx -> campaign.store.markSent(tx, retried.id(), campaign.clock.instant()));
    campaign.deliveries.waiting.put(retried.id(), 1);

    EventUpdate.Result result = campaign.update(event, "status", "cancelled");

    assertThat(result.emails()).hasSize(3);
    assertThat(campaign.email(reminder).standing()).isEqualTo("paused (event not live)");
    assertThat(campaign.email(sending).standing()).isEqualTo("paused (event not live)");
    assertThat(campaign.email(retried).standing()).isEqualTo("paused (event not live)");
    Instant endOfTime = Instant.parse("2030-01-01T00:00:00Z");
    assertThat(campaign.<Object>in(tx -> campaign.store.due(tx, endOfTime, 9)).toString())
        .isEqualTo("[]");

    campaign.update(event, "status", "live");
    assertThat(campaign.email(reminder).standing()).isEqualTo("scheduled");
    assertThat(campaign.email(sending).standing()).isEqualTo("sending");
  }

  @Test
  void going_live_releases_what_waited_and_holds_what_is_too_late_by_then() {
    campaign.update(event, "status", "draft");
    ScheduledEmail early = campaign.create(event, "early", "at 2026-03-10 09:00");
    assertThat(campaign.email(early).standing()).isEqualTo("paused (event not live)");

    campaign.clock.set(Instant.parse("2026-03-20T12:00:00Z"));
    campaign.update(event, "status", "live");

    assertThat(campaign.email(early).standing()).isEqualTo("held (late)");
    assertThat(campaign.email(reminder).standing()).isEqualTo("scheduled");
  }

  @Test
  void what_a_person_paused_moves_and_stays_paused() {
    campaign.in(tx -> campaign.control.pause(tx, reminder.id(), "kim"));

    campaign.update(event, "event_date", "2026-06-22");
    campaign.update(event, "status", "cancelled");
    campaign.update(event, "status", "live");

    assertThat(campaign.standing(reminder)).isEqualTo("paused (operator) 2026-06-15T14:00:00Z");
  }

  @Test
  void a_change_of_nothing_changes_nothing() {
    EventUpdate.Result result = campaign.update(event, "event_date", "2026-06-15");

    assertThat(result.before()).isEqualTo(result.after());
    assertThat(result.emails()).isEmpty();
  }

  @Test
  void a_date_may_be_counted_from_today_in_the_zone() {
    campaign.clock.set(Instant.parse("2026-03-02T03:00:00Z"));

    EventUpdate.Result result = campaign.update(event, "payment_deadline", "in 2 weeks");

    assertThat(result.after().paymentDeadline().map(Object::toString)).contains("2026-03-15");
  }

  @Test
  void an_unknown_field_is_refused_and_nothing_changes() {
    assertThatThrownBy(() -> campaign.update(event, "event_dat", "2026-06-22"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("event_dat");
    assertThatThrownBy(
            () ->
                campaign.in(
                    tx -> campaign.eventUpdate.update(tx, new EventId(999), Map.of("title", "x"))))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
  }
}
