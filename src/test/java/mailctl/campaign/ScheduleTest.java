package mailctl.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import mailctl.audience.EventId;
import mailctl.database.Refusal;
import mailctl.support.TestDatabase;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ScheduleTest {
  private static final String TRIGGER = "7 days before event at 09:00";

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private CampaignSetup campaign;
  private EventId event;
  private ScheduledEmail email;

  @BeforeEach
  void schedule() {
    campaign = new CampaignSetup(db.database());
    event = campaign.event();
    email = campaign.create(event, "reminder", TRIGGER);
  }

  @Test
  void a_created_email_is_scheduled_for_the_local_time() {
    assertThat(campaign.standing(email)).isEqualTo("scheduled 2026-06-08T14:00:00Z");
    assertThat(email.trigger()).isEqualTo(TRIGGER);
  }

  @Test
  void an_email_of_an_event_that_is_not_live_waits_for_it() {
    campaign.update(event, "status", "draft");
    ScheduledEmail waiting = campaign.create(event, "waiting", TRIGGER);

    assertThat(campaign.standing(waiting))
        .isEqualTo("paused (event not live) 2026-06-08T14:00:00Z");
  }

  @Test
  void a_second_email_of_that_name_is_refused() {
    refused(
        Refusal.Kind.CONFLICT,
        "has a scheduled email 'reminder' already",
        () -> campaign.create(event, "reminder", TRIGGER));
  }

  @Test
  void an_event_and_an_email_that_do_not_exist_are_named() {
    refused(
        Refusal.Kind.NOT_FOUND,
        "no event 99",
        () -> campaign.create(new EventId(99), "x", TRIGGER));
    refused(
        Refusal.Kind.NOT_FOUND,
        "no scheduled email 99",
        () -> campaign.in(tx -> campaign.control.pause(tx, new ScheduledEmailId(99), "kim")));
  }

  @Test
  void an_unknown_variable_and_an_unknown_filter_key_are_refused_together() {
    EmailContent content =
        new EmailContent("Hi {{frist_name}}", "", "{{event_title", "{\"sttus\": \"approved\"}");
    Draft draft =
        new Draft("bad", EmailKind.PROMOTIONAL, content, Trigger.parse("at 2026-05-01 09:00"));

    assertThatThrownBy(() -> campaign.in(tx -> campaign.schedule.create(tx, event, draft)))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.DATA))
        .hasMessageContaining("frist_name")
        .hasMessageContaining("first_name")
        .hasMessageContaining("text, line 1")
        .hasMessageContaining("sttus");
  }

  @Test
  void an_email_without_a_name_a_subject_or_words_is_refused() {
    refused(
        Refusal.Kind.DATA,
        "the name of the email is empty",
        () -> campaign.create(event, " ", TRIGGER));
    Draft empty =
        new Draft(
            "empty",
            EmailKind.PROMOTIONAL,
            new EmailContent("", "", "", "{}"),
            Trigger.parse(TRIGGER));
    refused(
        Refusal.Kind.DATA,
        "the subject is empty",
        () -> campaign.in(tx -> campaign.schedule.create(tx, event, empty)));
  }

  @Test
  void lists_are_by_due_time_and_can_be_narrowed() {
    ScheduledEmail first = campaign.create(event, "first", "at 2026-04-01 09:00");
    ScheduledEmail none = campaign.create(event, "none", "on payment deadline at 09:00");

    assertThat(list(Optional.of(event), Set.of())).isEqualTo("first, reminder, none");
    assertThat(list(Optional.empty(), Set.of(ScheduledEmailStatus.PAUSED))).isEqualTo("none");
    assertThat(list(Optional.of(new EventId(99)), Set.of())).isEmpty();
    assertThat(first.id()).isNotEqualTo(none.id());
  }

  @Test
  void what_has_not_started_is_edited_and_what_has_is_not() {
    EmailChange change =
        new EmailChange(
            Optional.of("renamed"),
            Optional.empty(),
            Optional.of("New subject"),
            Optional.empty(),
            Optional.empty(),
            Optional.of("{\"status\": [\"confirmed\"]}"));
    ScheduleChange changed = campaign.in(tx -> campaign.schedule.edit(tx, email.id(), change));
    assertThat(changed.changed()).isTrue();
    assertThat(changed.after().name()).isEqualTo("renamed");
    assertThat(changed.after().subject()).isEqualTo("New subject");
    assertThat(changed.after().html()).startsWith("<p>Hello ");
    assertThat(changed.after().filter()).contains("confirmed");

    campaign.in(tx -> campaign.store.markStarted(tx, email.id(), campaign.clock.instant()));
    refused(
        Refusal.Kind.CONFLICT,
        "its content is frozen",
        () -> campaign.in(tx -> campaign.schedule.edit(tx, email.id(), change)));
  }

  @Test
  void a_moved_email_has_another_trigger_and_due_time() {
    ScheduleChange moved =
        campaign.in(
            tx -> campaign.schedule.move(tx, email.id(), Trigger.parse("at 2026-05-01 10:00")));

    assertThat(moved.after().trigger()).isEqualTo("at 2026-05-01 10:00");
    assertThat(campaign.standing(email)).isEqualTo("scheduled 2026-05-01T15:00:00Z");
  }

  @Test
  void an_email_that_is_resumed_too_late_is_held_at_once() {
    campaign.in(tx -> campaign.control.pause(tx, email.id(), "kim"));
    campaign.clock.tick(java.time.Duration.ofDays(365));

    campaign.in(tx -> campaign.control.resume(tx, email.id(), "kim"));

    assertThat(campaign.email(email).standing()).isEqualTo("held (late)");
  }

  @Test
  void an_email_held_for_being_late_goes_back_on_the_schedule_when_it_is_moved() {
    campaign.in(
        tx ->
            campaign.store.hold(tx, email.id(), StatusReason.Hold.LATE, campaign.clock.instant()));
    refused(
        Refusal.Kind.CONFLICT,
        "is held (late), not paused",
        () -> campaign.in(tx -> campaign.control.resume(tx, email.id(), "kim")));

    campaign.in(tx -> campaign.schedule.move(tx, email.id(), Trigger.parse("at 2026-05-01 10:00")));
    assertThat(campaign.email(email).standing()).isEqualTo("scheduled");
  }

  @Test
  void pausing_twice_is_a_success_that_changes_nothing() {
    assertThat(pause().changed()).isTrue();
    assertThat(pause().changed()).isFalse();
    assertThat(campaign.email(email).standing()).isEqualTo("paused (operator)");
    assertThat(resume().changed()).isTrue();
    assertThat(resume().changed()).isFalse();
    assertThat(campaign.standing(email)).isEqualTo("scheduled 2026-06-08T14:00:00Z");
  }

  @Test
  void resuming_derives_the_due_time_anew() {
    pause();
    campaign.update(event, "event_date", "");
    assertThat(resume().after().standing()).isEqualTo("paused (no date)");
  }

  @Test
  void an_email_paused_in_the_middle_goes_on_sending() {
    // Before its time, on a person's word.
    campaign.in(
        tx -> {
          campaign.store.release(tx, email.id(), campaign.clock.instant());
          return true;
        });
    campaign.in(tx -> campaign.store.markSending(tx, email.id(), campaign.clock.instant()));
    pause();
    assertThat(resume().after().standing()).isEqualTo("sending");
  }

  @Test
  void a_sent_email_is_paused_only_while_retries_wait() {
    campaign.in(tx -> campaign.store.markSending(tx, email.id(), campaign.clock.instant()));
    campaign.in(tx -> campaign.store.markSent(tx, email.id(), campaign.clock.instant()));
    refused(Refusal.Kind.CONFLICT, "nothing to pause", this::pause);
    refused(Refusal.Kind.CONFLICT, "nothing to cancel", this::cancel);

    campaign.deliveries.waiting.put(email.id(), 2);
    assertThat(pause().after().standing()).isEqualTo("paused (operator)");
  }

  @Test
  void cancelling_ends_it_with_what_was_waiting() {
    campaign.in(tx -> campaign.store.markSending(tx, email.id(), campaign.clock.instant()));
    campaign.deliveries.waiting.put(email.id(), 3);

    ScheduleChange change = cancel();

    assertThat(change.after().standing()).isEqualTo("cancelled");
    assertThat(change.cancelledDeliveries()).isEqualTo(3);
    assertThat(cancel().changed()).isFalse();
    refused(
        Refusal.Kind.CONFLICT,
        "was cancelled by kim at 2026-03-01T12:00:00Z; it cannot be paused",
        this::pause);
    refused(
        Refusal.Kind.CONFLICT,
        "was cancelled by kim at 2026-03-01T12:00:00Z; it cannot be resumed",
        this::resume);
  }

  @Test
  void what_has_deliveries_is_not_deleted() {
    campaign.deliveries.existing.add(email.id());
    refused(Refusal.Kind.CONFLICT, "its history stays", this::delete);

    campaign.deliveries.existing.clear();
    assertThat(delete().name()).isEqualTo("reminder");
    refused(Refusal.Kind.NOT_FOUND, "no scheduled email", this::delete);
  }

  @Test
  void of_two_operators_at_once_one_wins_and_the_other_is_told() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService operators = Executors.newFixedThreadPool(2)) {
      Future<Boolean> cancelled = operators.submit(attempt(start, this::cancel));
      Future<Boolean> deleted = operators.submit(attempt(start, this::delete));

      // Deleted first: the cancel finds nothing. Cancelled first: it can still be deleted.
      assertThat(deleted.get()).isTrue();
      cancelled.get();
    }
    assertThat(list(Optional.of(event), Set.of())).isEmpty();
  }

  @Test
  void of_two_that_create_the_same_email_at_once_one_is_refused() throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService operators = Executors.newFixedThreadPool(2)) {
      ThrowingCallable create = () -> campaign.create(event, "twin", TRIGGER);
      Future<Boolean> one = operators.submit(attempt(start, create));
      Future<Boolean> other = operators.submit(attempt(start, create));

      assertThat(one.get() ^ other.get()).isTrue();
    }
    assertThat(list(Optional.of(event), Set.of())).isEqualTo("reminder, twin");
  }

  private static Callable<Boolean> attempt(CyclicBarrier start, ThrowingCallable act) {
    return () -> {
      start.await();
      try {
        act.call();
        return true;
      } catch (Refusal e) {
        return false;
      } catch (Throwable e) {
        throw new AssertionError(e);
      }
    };
  }

  private ScheduleChange pause() {
    return campaign.in(tx -> campaign.control.pause(tx, email.id(), "kim"));
  }

  private ScheduleChange resume() {
    return campaign.in(tx -> campaign.control.resume(tx, email.id(), "kim"));
  }

  private ScheduleChange cancel() {
    return campaign.in(tx -> campaign.control.cancel(tx, email.id(), "kim"));
  }

  private ScheduledEmail delete() {
    return campaign.in(tx -> campaign.schedule.delete(tx, email.id()));
  }

  private String list(Optional<EventId> ofEvent, Set<ScheduledEmailStatus> states) {
    List<ScheduledEmail> emails = campaign.in(tx -> campaign.schedule.list(tx, ofEvent, states));
    return emails.stream().map(ScheduledEmail::name).collect(Collectors.joining(", "));
  }

  private static void refused(Refusal.Kind kind, String message, ThrowingCallable act) {
    assertThatThrownBy(act)
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.kind()).isEqualTo(kind))
        .hasMessageContaining(message);
  }
}
