package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.SUBMISSION;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static mailctl.support.TestRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RadarTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final SettableClock clock = new SettableClock(NOW.plus(Duration.ofHours(1)));

  @Test
  void every_accepted_message_owes_a_first_and_a_final_event() {
    TestRows rows = TestRows.in(db.database());
    accepted(rows, NOW, "");
    accepted(rows, NOW, "processed");
    accepted(rows, NOW, "deferred");
    accepted(rows, NOW, "delivered");
    accepted(rows, NOW, "bounced");
    accepted(rows, NOW.plus(Duration.ofMinutes(59)), "");

    assertThat(radar().gaps(GapScope.ALL))
        .containsExactly(
            new GapHour(
                Instant.parse("2026-06-01T12:00:00Z"), 6, new Debt(2, 1, 4, 0, Optional.of(NOW))));
  }

  @Test
  void hours_are_those_of_utc_and_hours_without_debt_are_left_out() {
    TestRows rows = TestRows.in(db.database());
    accepted(rows, NOW.minus(Duration.ofDays(4)), "deferred");
    accepted(rows, NOW.minus(Duration.ofHours(3)), "delivered");
    accepted(rows, NOW.minusSeconds(1), "");

    assertThat(radar().gaps(GapScope.ALL))
        .extracting(GapHour::hour, hour -> hour.debt().finalLate())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Instant.parse("2026-05-28T12:00:00Z"), 1L),
            org.assertj.core.groups.Tuple.tuple(Instant.parse("2026-06-01T11:00:00Z"), 0L));
    assertThat(
            radar()
                .gaps(
                    new GapScope(
                        Optional.of(NOW.minus(Duration.ofHours(1))),
                        Optional.of(NOW),
                        Optional.empty())))
        .hasSize(1);
    assertThat(radar().gaps(new GapScope(Optional.empty(), Optional.empty(), Optional.of(999L))))
        .isEmpty();
  }

  @Test
  void what_was_never_accepted_owes_nothing() {
    TestRows rows = TestRows.in(db.database());
    for (String state : new String[] {"claimed", "calling", "returned", "rejected", "in_doubt"}) {
      long delivery = rows.delivery().insert().getId();
      long submission = rows.submission().with(SUBMISSION.STATE, state).insert().getId();
      rows.attempt(delivery).with(ATTEMPT.SUBMISSION_ID, submission).insert();
    }
    accepted(rows, NOW, "");

    assertThat(radar().owed(GapScope.ALL, 10)).hasSize(1);
    assertThat(radar().gaps(GapScope.ALL).getFirst().debt().fin()).isEqualTo(1);
  }

  @Test
  void owed_deliveries_come_oldest_first_and_no_more_than_asked_for() {
    TestRows rows = TestRows.in(db.database());
    accepted(rows, NOW.minus(Duration.ofDays(5)), "processed");
    accepted(rows, NOW, "");
    accepted(rows, NOW.plus(Duration.ofMinutes(59)), "");

    assertThat(radar().owed(GapScope.ALL, 2))
        .extracting(
            OwedDelivery::acceptedAt, each -> each.lastEventAt().isPresent(), OwedDelivery::late)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(NOW.minus(Duration.ofDays(5)), true, true),
            org.assertj.core.groups.Tuple.tuple(NOW, false, true));
    assertThat(radar().owed(GapScope.ALL, 10).getLast().late()).isFalse();
  }

  @Test
  void what_is_owed_is_found_by_an_index_of_nothing_else() {
    String plan =
        db.database()
            .transaction(
                tx -> {
                  tx.dsl().execute("set local enable_seqscan = off");
                  return tx.dsl()
                      .fetch(
                          "explain select count(*) from attempt a join submission s"
                              + " on s.id = a.submission_id and s.state = 'accepted' where a.owed")
                      .format();
                });

    assertThat(plan).contains("attempt_owed");
  }

  @Test
  void a_webhook_that_spoke_since_is_not_unheard() {
    TestRows rows = TestRows.in(db.database());
    accepted(rows, NOW, "");
    accepted(rows, NOW.plus(Duration.ofMinutes(30)), "");

    assertThat(state().unheard()).isEqualTo(2);
    assertThat(state().lastPost()).isEmpty();

    rows.webhookPost()
        .with(WEBHOOK_POST.RECEIVED_AT, NOW.plus(Duration.ofMinutes(20)))
        .with(WEBHOOK_POST.ORIGIN, "signed")
        .insert();
    rows.webhookPost()
        .with(WEBHOOK_POST.RECEIVED_AT, NOW.plus(Duration.ofMinutes(50)))
        .with(WEBHOOK_POST.ORIGIN, "backfill")
        .insert();

    assertThat(state().unheard()).isEqualTo(1);
    assertThat(state().lastPost()).contains(NOW.plus(Duration.ofMinutes(20)));
    assertThat(state().debt().processedLate()).isEqualTo(2);
  }

  private RadarState state() {
    return radar().state(Duration.ofSeconds(10));
  }

  private Radar radar() {
    return new Radar(
        db.database(), clock, new RadarThresholds(Duration.ofMinutes(15), Duration.ofHours(72)));
  }

  /// `outcome` empty: nothing was heard of it.
  private static void accepted(TestRows rows, Instant at, String outcome) {
    long delivery = rows.delivery().insert().getId();
    long submission =
        rows.submission()
            .with(SUBMISSION.CLAIMED_AT, at)
            .with(SUBMISSION.CALLED_AT, at)
            .insert()
            .getId();
    var attempt = rows.attempt(delivery).with(ATTEMPT.SUBMISSION_ID, submission);
    if (!outcome.isEmpty()) {
      attempt.with(ATTEMPT.OUTCOME, outcome);
    }
    attempt.insert();
  }
}
