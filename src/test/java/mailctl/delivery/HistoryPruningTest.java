package mailctl.delivery;

import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.provider.BounceClass;
import mailctl.provider.ProviderEvent;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class HistoryPruningTest {
  private static final Instant START = TestRows.NOW;
  private static final Instant SEPTEMBER = Instant.parse("2026-09-01T00:00:00Z");

  @RegisterExtension final TestDatabase db = new TestDatabase();
  @RegisterExtension final TestDatabase other = new TestDatabase();
  private SendingFixture sending;

  @BeforeEach
  void open() {
    sending = open(db);
  }

  private static SendingFixture open(TestDatabase db) {
    SendingFixture sending = new SendingFixture(db.database());
    new EventPartitions(db.database(), sending.clock).prepare();
    return sending;
  }

  @Test
  void rows_are_the_same_as_if_nothing_had_been_pruned() {
    List<String> pruned = story(sending, true);
    List<String> kept = story(open(other), false);

    assertThat(pruned).isEqualTo(kept);
    assertThat(pruned.toString()).contains("delivered", "bounced", "hard_bounce");
  }

  /// Events, perhaps a pruning, the same events again, and later ones.
  private static List<String> story(SendingFixture sending, boolean prunes) {
    ScheduledEmailId email = sending.emailTo(3);
    sending.send(email);
    List<DeliveryRecord> deliveries = sending.deliveries(email);
    ProviderEvent.Origin first = sending.origin(deliveries.get(0), 1, START);
    ProviderEvent.Visit visit = new ProviderEvent.Visit("agent", "");
    ProviderEvent[] early = {
      new ProviderEvent.Delivered(first, "250 OK"),
      new ProviderEvent.Opened(first, false, visit),
      new ProviderEvent.Deferred(sending.origin(deliveries.get(1), 1, START), "421", "1"),
      new ProviderEvent.Bounced(
          sending.origin(deliveries.get(2), 1, START), BounceClass.INVALID_ADDRESS, "5.1.1", "no")
    };
    sending.apply(early);
    sending.clock.set(SEPTEMBER);
    if (prunes) {
      PrunedHistory gone = new HistoryPruning(sending.database, sending.clock).run(SEPTEMBER, 10);
      assertThat(gone.since()).contains(SEPTEMBER);
      assertThat(gone.dropped())
          .extracting(PrunedHistory.Month::month)
          .containsExactly(YearMonth.of(2026, 6), YearMonth.of(2026, 7), YearMonth.of(2026, 8));
      assertThat(gone.rows()).isEqualTo(4);
      assertThat(gone.bytes()).isPositive();
      assertThat(gone.more()).isFalse();
      assertThat(sending.<Integer>read(tx -> tx.dsl().fetchCount(PROVIDER_EVENT))).isZero();
    }
    AppliedEvents again = sending.apply(early);
    assertThat(again.applied()).isZero();
    assertThat(again.unapplied())
        .hasSize(prunes ? 4 : 0)
        .extracting(AppliedEvents.Unapplied::reason)
        .allMatch(AppliedEvents.Reason.OLDER_THAN_RETENTION::equals);
    sending.apply(
        new ProviderEvent.Opened(sending.origin(deliveries.get(0), 1, SEPTEMBER), true, visit),
        new ProviderEvent.Delivered(sending.origin(deliveries.get(1), 1, SEPTEMBER), "250 OK"),
        new ProviderEvent.Deferred(sending.origin(deliveries.get(2), 1, SEPTEMBER), "421", "1"));
    return List.of(
        rows(sending, "select id, status, reason, due_at, attempts from delivery order by id"),
        rows(
            sending,
            "select delivery_id, number, outcome, outcome_at, outcome_class, outcome_reason,"
                + " first_event_at, last_event_at, delivered_at, opens, machine_opens,"
                + " first_opened_at, last_opened_at from attempt order by id"),
        rows(sending, "select email, scope, reason, suppressed_at, lifted_at from suppression"));
  }

  private static String rows(SendingFixture sending, String sql) {
    return sending.read(tx -> tx.dsl().fetch(sql).formatCSV());
  }

  @Test
  void nothing_is_turned_away_that_is_not_older_than_the_history() {
    DeliveryRecord delivery = sentToOne();
    new HistoryPruning(db.database(), sending.clock).run(START, 10);
    Instant horizon = Instant.parse("2026-06-01T00:00:00Z");

    assertThat(horizon()).contains(horizon);
    assertThat(sending.apply(processed(delivery, horizon)).applied()).isEqualTo(1);
    assertThat(sending.apply(processed(delivery, horizon.minusSeconds(1))).unapplied()).hasSize(1);
  }

  @Test
  void a_wish_is_honoured_however_old_it_is_and_only_once() {
    DeliveryRecord delivery = sentToOne();
    sending.clock.set(SEPTEMBER);
    new HistoryPruning(db.database(), sending.clock).run(SEPTEMBER, 10);
    ProviderEvent wish = new ProviderEvent.Unsubscribed(sending.origin(delivery, 1, START));

    AppliedEvents applied = sending.apply(wish);
    db.database()
        .run(tx -> tx.dsl().execute("update suppression set lifted_at=now(), lifted_by='kim'"));
    sending.apply(wish);

    assertThat(applied.unapplied()).hasSize(1);
    assertThat(suppressions()).isEqualTo(1);
  }

  @Test
  void rows_outside_all_months_go_in_steps_and_absurd_ones_ahead_stay() {
    DeliveryRecord delivery = sentToOne();
    sending.apply(
        processed(delivery, Instant.parse("0001-01-01T00:00:00Z")),
        processed(delivery, Instant.parse("2020-02-01T00:00:00Z")),
        processed(delivery, Instant.parse("9999-02-01T00:00:00Z")));

    PrunedHistory none = new HistoryPruning(db.database(), sending.clock).run(START, 0);
    PrunedHistory plan = new HistoryPruning(db.database(), sending.clock).rehearse(START);
    PrunedHistory gone = new HistoryPruning(db.database(), sending.clock).run(START, 10);

    assertThat(none.more()).isTrue();
    assertThat(none.deletedRows()).isZero();
    assertThat(plan.deletedRows()).isEqualTo(2);
    assertThat(gone.deletedRows()).isEqualTo(2);
    assertThat(gone.deletedBytes()).isPositive();
    assertThat(gone.keptAhead()).isEqualTo(1);
    assertThat(gone.more()).isFalse();
  }

  @Test
  void the_horizon_waits_for_whoever_counts_events_and_gives_way() {
    DeliveryRecord delivery = sentToOne();
    sending.clock.set(SEPTEMBER);
    HistoryPruning impatient = new HistoryPruning(db.database(), sending.clock, 5);
    List<ReceivedEvent> events =
        List.of(new ReceivedEvent(1, 0, processed(delivery, START), START));

    PrunedHistory meanwhile =
        db.database()
            .transaction(
                tx -> {
                  sending.feature.eventApplication().apply(tx, events);
                  return impatient.run(SEPTEMBER, 10);
                });
    PrunedHistory afterwards = impatient.run(SEPTEMBER, 10);

    assertThat(meanwhile.since()).isEmpty();
    assertThat(meanwhile.dropped()).isEmpty();
    assertThat(meanwhile.more()).isTrue();
    assertThat(afterwards.since()).contains(SEPTEMBER);
    assertThat(afterwards.rows()).isEqualTo(1);
  }

  @Test
  void a_month_in_use_is_left_for_the_next_time() {
    sending.clock.set(SEPTEMBER);
    HistoryPruning impatient = new HistoryPruning(db.database(), sending.clock, 5);

    PrunedHistory meanwhile =
        db.database()
            .transaction(
                tx -> {
                  tx.dsl().fetch("select * from provider_event");
                  return impatient.run(SEPTEMBER, 10);
                });

    assertThat(meanwhile.since()).contains(SEPTEMBER);
    assertThat(meanwhile.inUse()).contains(YearMonth.of(2026, 6)).hasSize(3);
    assertThat(impatient.run(SEPTEMBER, 10).dropped()).hasSize(3);
  }

  @Test
  void the_horizon_never_moves_back() {
    sending.clock.set(SEPTEMBER);
    HistoryPruning pruning = new HistoryPruning(db.database(), sending.clock);

    pruning.run(SEPTEMBER, 10);
    PrunedHistory earlier = pruning.run(START, 10);

    assertThat(earlier.since()).contains(SEPTEMBER);
  }

  private Optional<Instant> horizon() {
    return db.database().transaction(new HistoryHorizon()::since);
  }

  private DeliveryRecord sentToOne() {
    ScheduledEmailId email = sending.emailTo(1);
    sending.send(email);
    return sending.deliveries(email).getFirst();
  }

  private ProviderEvent processed(DeliveryRecord delivery, Instant at) {
    return new ProviderEvent.Processed(sending.origin(delivery, 1, at));
  }

  private int suppressions() {
    return sending.read(tx -> tx.dsl().fetchCount(SUPPRESSION));
  }
}
