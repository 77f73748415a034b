package mailctl.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import mailctl.audience.EventId;
import mailctl.database.Tx;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ScheduledEmailStoreTest {
  private static final Instant DUE = Instant.parse("2026-06-08T14:00:00Z");

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final ScheduledEmailStore store = new ScheduledEmailStore();
  private EventId event;
  private ScheduledEmailId id;

  @BeforeEach
  void insert() {
    event = in(tx -> TestEvents.event(tx, TestEvents.organization(tx)));
    id = insert("reminder", Standing.scheduled(DUE));
  }

  @Test
  void what_was_inserted_is_found() {
    ScheduledEmail email = in(tx -> store.find(tx, id)).orElseThrow();

    assertThat(email.name()).isEqualTo("reminder");
    assertThat(email.status()).isEqualTo(ScheduledEmailStatus.SCHEDULED);
    assertThat(email.reason()).isEmpty();
    assertThat(email.trigger()).isEqualTo("7 days before event at 09:00");
    assertThat(email.dueAt()).contains(DUE);
    assertThat(email.filter()).isEqualTo("{\"status\": \"approved\"}");
    assertThat(email.started()).isFalse();
  }

  @Test
  void due_are_those_whose_time_has_come_earliest_first() {
    ScheduledEmailId earlier = insert("earlier", Standing.scheduled(DUE.minusSeconds(1)));
    insert("paused", Standing.paused(StatusReason.Pause.OPERATOR, Optional.of(DUE)));

    assertThat(due(DUE, 10)).containsExactly(earlier, id);
    assertThat(due(DUE, 1)).containsExactly(earlier);
    assertThat(due(DUE.minusSeconds(2), 10)).isEmpty();
    assertThat(nextDue()).contains(DUE.minusSeconds(1));
  }

  @Test
  void an_email_is_planned_once_and_finished_once() {
    assertThat(did(tx -> store.markSent(tx, id, DUE))).isFalse();
    assertThat(did(tx -> store.markSending(tx, id, DUE))).isTrue();
    assertThat(did(tx -> store.markSending(tx, id, DUE))).isFalse();
    assertThat(open()).containsExactly(id);
    assertThat(did(tx -> store.markSent(tx, id, DUE))).isTrue();
    assertThat(did(tx -> store.markFailed(tx, id, StatusReason.Failure.NOBODY_ACCEPTED, DUE)))
        .isFalse();

    ScheduledEmail email = in(tx -> store.find(tx, id)).orElseThrow();
    assertThat(email.status()).isEqualTo(ScheduledEmailStatus.SENT);
    assertThat(email.startedAt()).contains(DUE);
    assertThat(email.plannedAt()).contains(DUE);
    assertThat(email.finishedAt()).contains(DUE);
    assertThat(open()).isEmpty();
    assertThat(nextDue()).isEmpty();
  }

  @Test
  void an_email_that_has_started_is_still_scheduled_and_keeps_its_first_start() {
    assertThat(did(tx -> store.markStarted(tx, id, DUE))).isTrue();
    assertThat(did(tx -> store.markStarted(tx, id, DUE.plusSeconds(9)))).isFalse();
    assertThat(did(tx -> store.markSending(tx, id, DUE.plus(Duration.ofHours(1))))).isTrue();

    ScheduledEmail email = in(tx -> store.find(tx, id)).orElseThrow();
    assertThat(email.startedAt()).contains(DUE);
    assertThat(email.plannedAt()).contains(DUE.plus(Duration.ofHours(1)));
  }

  @Test
  void a_failure_says_why() {
    in(tx -> store.markSending(tx, id, DUE));
    in(tx -> store.markFailed(tx, id, StatusReason.Failure.EMPTY_AUDIENCE, DUE));

    assertThat(in(tx -> store.find(tx, id)).orElseThrow().standing())
        .isEqualTo("failed (empty audience)");
  }

  @Test
  void nothing_leaves_cancelled() {
    assertThat(did(tx -> store.cancel(tx, id, DUE))).isTrue();

    assertThat(did(tx -> store.cancel(tx, id, DUE))).isFalse();
    assertThat(did(tx -> store.markStarted(tx, id, DUE))).isFalse();
    assertThat(did(tx -> store.markSending(tx, id, DUE))).isFalse();
    assertThat(did(tx -> store.hold(tx, id, StatusReason.Hold.LATE, DUE))).isFalse();
    assertThat(did(tx -> store.pause(tx, id, StatusReason.Pause.OPERATOR, DUE))).isFalse();
  }

  @Test
  void a_persons_pause_gives_way_to_no_other() {
    assertThat(did(tx -> store.pause(tx, id, StatusReason.Pause.NO_DATE, DUE))).isTrue();
    assertThat(did(tx -> store.pause(tx, id, StatusReason.Pause.OPERATOR, DUE))).isTrue();
    assertThat(did(tx -> store.pause(tx, id, StatusReason.Pause.EVENT_NOT_LIVE, DUE))).isFalse();
    assertThat(in(tx -> store.find(tx, id)).orElseThrow().standing())
        .isEqualTo("paused (operator)");
  }

  @Test
  void an_email_paused_in_the_middle_goes_on_sending() {
    assertThat(did(tx -> store.continueSending(tx, id, DUE))).isFalse();
    in(tx -> store.markSending(tx, id, DUE));
    in(tx -> store.markSent(tx, id, DUE));
    assertThat(did(tx -> store.pause(tx, id, StatusReason.Pause.OPERATOR, DUE))).isTrue();
    assertThat(did(tx -> store.continueSending(tx, id, DUE))).isTrue();
    assertThat(open()).containsExactly(id);
  }

  @Test
  void no_email_is_sent_by_choice_while_its_event_is_not_live() {
    in(tx -> store.pause(tx, id, StatusReason.Pause.EVENT_NOT_LIVE, DUE));

    assertThat(did(tx -> store.markSending(tx, id, DUE))).isFalse();
  }

  private ScheduledEmailId insert(String name, Standing standing) {
    Draft draft =
        new Draft(
            name,
            EmailKind.PROMOTIONAL,
            new EmailContent("Hello", "<p>Hello</p>", "Hello", "{\"status\": \"approved\"}"),
            Trigger.parse("7 days before event at 9:00"));
    return in(tx -> store.insert(tx, event, draft, standing, TestEvents.CREATED));
  }

  private List<ScheduledEmailId> due(Instant now, int limit) {
    return in(tx -> store.due(tx, now, limit));
  }

  private List<ScheduledEmailId> open() {
    return in(store::open);
  }

  private Optional<Instant> nextDue() {
    return in(store::nextDue);
  }

  private boolean did(Predicate<Tx> transition) {
    return db.database().transaction(transition::test);
  }

  private <T> T in(Function<Tx, T> work) {
    return db.database().transaction(work);
  }
}
