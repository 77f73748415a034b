package mailctl.delivery;

import static mailctl.database.schema.Tables.PROVIDER_GATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.ProviderGateRecord;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.TestDatabase;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class GateTest {
  /// One call at a time, so that the order is certain.
  private static final SendSettings ONE_BY_ONE =
      new SendSettings(1, 1, Duration.ofSeconds(30), Duration.ofSeconds(20));

  private static final SubmissionOutcome FAULT = new SubmissionOutcome.InDoubt("HTTP 503");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;
  private DeliveryFeature other;

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database(), ONE_BY_ONE);
    other = sending.feature(ONE_BY_ONE);
  }

  @Test
  void when_one_process_is_told_to_slow_down_all_do_until_then() {
    planned(5);
    sending.provider.answer(
        new SubmissionOutcome.Returned(
            ReturnCause.RATE_LIMITED, "too many requests", Optional.of(Duration.ofSeconds(7))));
    sending.sweep();
    sending.provider.answer(_ -> sending.provider.accept());

    Halt halt = other.dispatch().everythingDue().halt().orElseThrow();

    assertThat(halt)
        .isEqualTo(new Halt(ReturnCause.RATE_LIMITED, "too many requests", Duration.ofSeconds(7)));
    assertThat(sending.provider.requests()).hasSize(1);

    sending.clock.tick(Duration.ofSeconds(7));
    assertThat(other.dispatch().everythingDue().halt()).isEmpty();
    assertThat(sending.provider.requests()).hasSize(6);
    assertThat(gate().getPauses()).isZero();
  }

  @Test
  void a_rate_limit_used_up_by_an_accepted_request_slows_everybody_down_too() {
    ScheduledEmailId email = planned(2);
    sending.provider.answer(
        new SubmissionOutcome.Accepted(Optional.of("m"), Optional.of(Duration.ofSeconds(10))));

    sending.sweep();

    assertThat(sending.statuses(email)).containsExactly("sent", "queued");
    assertThat(other.dispatch().everythingDue().halt().orElseThrow().pause())
        .isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void without_a_time_each_pause_in_a_row_is_twice_as_long() {
    planned(1);
    sending.provider.answer(
        new SubmissionOutcome.Returned(
            ReturnCause.RATE_LIMITED, "too many requests", Optional.empty()));
    List<Duration> pauses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      sending.sweep();
      pauses.add(Duration.between(sending.clock.instant(), gate().getPausedUntil()));
      sending.clock.tick(Duration.ofSeconds(10));
    }

    assertThat(pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L);
  }

  @Test
  void the_breaker_opens_on_faults_in_a_row_for_everybody_and_closes_by_itself() {
    ScheduledEmailId email = planned(12);
    sending.provider.answer(FAULT);

    Halt opened = sending.sweep().orElseThrow();

    assertThat(sending.provider.requests()).hasSize(5);
    assertThat(opened.cause()).isEqualTo(ReturnCause.NOT_CONNECTED);
    assertThat(opened.words()).isEqualTo("it failed 5 times in a row, the last time: HTTP 503");
    assertThat(opened.pause()).isEqualTo(Duration.ofSeconds(30));
    assertThat(other.dispatch().everythingDue().halt()).contains(opened);
    assertThat(sending.provider.requests()).hasSize(5);
    // Who was not called keeps all attempts.
    assertThat(sending.deliveries(email).stream().filter(each -> each.getAttempts() == 0))
        .hasSize(7)
        .allMatch(each -> each.getStatus().equals("queued"));

    sending.clock.tick(Duration.ofSeconds(30));
    Halt again = other.dispatch().everythingDue().halt().orElseThrow();
    assertThat(sending.provider.requests()).hasSize(6);
    assertThat(again.pause()).isEqualTo(Duration.ofSeconds(60));

    sending.provider.answer(_ -> sending.provider.accept());
    sending.clock.tick(Duration.ofSeconds(60));
    assertThat(sending.sweep()).isEmpty();
    assertThat(sending.provider.recipients()).hasSize(12).doesNotHaveDuplicates();
    assertThat(gate().getOpenUntil()).isNull();
    assertThat(gate().getFaults()).isZero();
  }

  @Test
  void the_pauses_of_the_breaker_double_up_to_five_minutes() {
    planned(20);
    sending.provider.answer(FAULT);
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Duration pause = sending.sweep().orElseThrow().pause();
      pauses.add(pause.toSeconds());
      sending.clock.tick(pause);
    }

    assertThat(pauses).containsExactly(30L, 60L, 120L, 240L, 300L, 300L);
  }

  @Test
  void half_open_the_try_has_one_recipient_and_one_maker() {
    SendSettings batches = new SendSettings(10, 3, Duration.ofSeconds(30), Duration.ofSeconds(20));
    planned(40);
    db.database()
        .run(
            tx -> {
              Instant now = sending.clock.instant();
              for (int i = 0; i < 5; i++) {
                new GateStore().fault(tx, now, Optional.empty(), GateSettings.USUAL, "HTTP 502");
              }
            });
    sending.clock.tick(Duration.ofSeconds(31));

    assertThat(sending.feature(batches).dispatch().everythingDue().halt()).isEmpty();

    assertThat(sending.provider.requests().getFirst().recipients()).hasSize(1);
    assertThat(sending.provider.recipients()).hasSize(40).doesNotHaveDuplicates();
  }

  @Test
  void a_try_that_is_never_heard_of_again_gives_way_to_another() {
    GateStore store = new GateStore();
    Instant now = sending.clock.instant();
    db.database()
        .run(
            tx -> {
              for (int i = 0; i < 5; i++) {
                store.fault(tx, now, Optional.empty(), GateSettings.USUAL, "HTTP 502");
              }
              Instant then = now.plusSeconds(30);
              UUID first = UUID.randomUUID();
              assertThat(store.takeProbe(tx, first, now, then)).isFalse();
              assertThat(store.takeProbe(tx, first, then, then.plusSeconds(50))).isTrue();
              assertThat(store.takeProbe(tx, UUID.randomUUID(), then, then.plusSeconds(50)))
                  .isFalse();
              assertThat(
                      store.takeProbe(
                          tx, UUID.randomUUID(), then.plusSeconds(50), then.plusSeconds(99)))
                  .isTrue();
              // Late news of calls from before are nobody's try.
              assertThat(store.fault(tx, then, Optional.empty(), GateSettings.USUAL, "late"))
                  .isFalse();
              assertThat(store.fault(tx, then, Optional.of(first), GateSettings.USUAL, "late"))
                  .isFalse();
            });
  }

  @Test
  void a_try_that_ends_with_a_fault_of_ours_gives_way_at_once() {
    planned(3);
    sending.provider.answer(
        _ -> {
          throw new IllegalStateException("a fault of ours");
        });
    db.database()
        .run(
            tx -> {
              for (int i = 0; i < 5; i++) {
                Instant now = sending.clock.instant();
                new GateStore().fault(tx, now, Optional.empty(), GateSettings.USUAL, "HTTP 502");
              }
            });
    sending.clock.tick(Duration.ofSeconds(31));

    assertThatThrownBy(sending::sweep).hasMessage("a fault of ours");

    assertThat(gate().getProbe()).isNull();
    sending.provider.answer(_ -> sending.provider.accept());
    assertThat(other.dispatch().everythingDue().accepted()).isEqualTo(2);
    assertThat(gate().getOpenUntil()).isNull();
  }

  @Test
  void a_try_that_cannot_claim_gives_way_at_once() {
    planned(3);
    db.database()
        .run(
            tx -> {
              for (int i = 0; i < 5; i++) {
                Instant now = sending.clock.instant();
                new GateStore().fault(tx, now, Optional.empty(), GateSettings.USUAL, "HTTP 502");
              }
              tx.dsl().execute("alter table submission rename column owner to own");
            });
    sending.clock.tick(Duration.ofSeconds(31));

    assertThatThrownBy(sending::sweep).isInstanceOf(DataAccessException.class);

    assertThat(gate().getProbe()).isNull();
    assertThat(gate().getOpenUntil()).isNotNull();
  }

  @Test
  void an_answer_in_between_starts_the_count_again() {
    planned(12);
    sending.provider.answer(
        _ ->
            sending.provider.requests().size() % 5 == 0
                ? new SubmissionOutcome.Rejected("Bad Request", Map.of())
                : FAULT);

    assertThat(sending.sweep()).isEmpty();

    assertThat(sending.provider.requests()).hasSize(12);
  }

  @Test
  void connections_never_made_count_too_and_use_up_no_attempt() {
    ScheduledEmailId email = planned(1);
    sending.provider.answer(
        new SubmissionOutcome.Returned(
            ReturnCause.NOT_CONNECTED, "connection refused", Optional.empty()));
    for (int i = 0; i < 5; i++) {
      sending.sweep();
      sending.clock.tick(Duration.ofSeconds(5));
    }

    assertThat(gate().getOpenUntil()).isNotNull();
    sending.sweep();
    assertThat(sending.provider.requests()).hasSize(5);

    sending.provider.answer(_ -> sending.provider.accept());
    sending.clock.tick(Duration.ofSeconds(30));
    sending.sweep();
    assertThat(sending.statuses(email)).containsExactly("sent");
  }

  @Test
  void while_all_is_well_nothing_is_written() {
    planned(30);
    String before = version();

    sending.sweep();

    assertThat(version()).isEqualTo(before);
  }

  @Test
  void who_has_nothing_to_send_does_not_hear_of_the_pause() {
    ScheduledEmailId email = planned(1);
    sending.provider.answer(
        new SubmissionOutcome.Accepted(Optional.of("m"), Optional.of(Duration.ofSeconds(10))));
    sending.sweep();

    assertThat(sending.send(email).halt()).isEmpty();
  }

  @Test
  void a_request_that_is_too_large_is_halved_and_never_for_ever() {
    sending = new SendingFixture(db.database());
    ScheduledEmailId email = planned(10);
    sending.provider.answer(
        request ->
            request.recipients().size() > 3
                    || request.recipients().stream()
                        .anyMatch(each -> each.to().address().startsWith("person-4@"))
                ? new SubmissionOutcome.Rejected("HTTP 413", Map.of())
                : sending.provider.accept());

    assertThat(sending.sweep()).isEmpty();

    assertThat(sending.statuses(email).stream().filter("sent"::equals)).hasSize(9);
    assertThat(sending.statuses(email).stream().filter("failed"::equals)).hasSize(1);
  }

  private ScheduledEmailId planned(int people) {
    ScheduledEmailId email = sending.emailTo(people);
    sending.feature.dueEmails().runOnce(100);
    return email;
  }

  private ProviderGateRecord gate() {
    return sending.read(tx -> tx.dsl().fetchSingle(PROVIDER_GATE));
  }

  /// Changes with every write.
  private String version() {
    return sending.read(
        tx ->
            tx.dsl()
                .resultQuery("select xmin::text || ctid::text from provider_gate")
                .fetchSingle()
                .get(0, String.class));
  }
}
