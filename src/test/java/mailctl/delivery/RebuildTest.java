package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.HISTORY_HORIZON;
import static mailctl.database.schema.Tables.REGISTRATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.provider.ProviderEvent;
import mailctl.support.Eventually;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RebuildTest {
  private static final Rebuild.Scope ALL = new Rebuild.Scope.All();

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;
  private List<DeliveryRecord> deliveries;
  private Rebuild rebuild;

  /// Something of everything that an event can say, a retry included.
  @BeforeEach
  void live() {
    sending = new SendingFixture(db.database());
    rebuild = sending.feature.rebuild();
    ScheduledEmailId email = sending.emailTo(11);
    sending.rows.registration().with(REGISTRATION.EMAIL, "gone@a.example").insert();
    sending.rows.suppression("gone@a.example").insert();
    sending.sweep();
    deliveries = sending.deliveries(email);
    List<DeliveryRecord> sent =
        deliveries.stream().filter(each -> each.getStatus().equals("sent")).toList();
    sending.clock.tick(Duration.ofSeconds(20));
    int next = 0;
    for (ProviderEvent event : everything(sent)) {
      sending.apply(event);
      next++;
    }
    assertThat(next).isGreaterThan(12);
    sending.clock.tick(Duration.ofHours(2));
    sending.sweep();
    deliveries = sending.deliveries(email);
    assertThat(deliveries)
        .extracting(DeliveryRecord::getStatus)
        .contains("sent", "delivered", "bounced", "dropped", "deferred", "failed", "skipped");
  }

  @Test
  void nothing_differs_when_all_is_well() {
    assertThat(compare(ALL)).isEmpty();
    assertThat(rebuild.write(ALL, _ -> {}).differences()).isZero();
  }

  @Test
  void what_was_damaged_is_told_and_mended() {
    String before = rows();
    execute(
        "update attempt set outcome = 'delivered', opens = 99, clicks = 0, last_clicked_at = null,"
            + " machine_opens = 7 where outcome is not null");
    execute("update delivery set status = 'sent', due_at = null, reason = 'lost'");

    List<Difference> differences = compare(ALL);
    assertThat(rows()).isNotEqualTo(before);
    assertThat(differences)
        .anySatisfy(
            each -> {
              assertThat(each.field()).isEqualTo("status");
              assertThat(each.before()).isEqualTo("sent");
              assertThat(each.after()).isEqualTo("bounced");
            })
        .anySatisfy(
            each -> {
              assertThat(each.attempt()).hasValue(1);
              assertThat(each.field()).isEqualTo("opens");
              assertThat(each.before()).isEqualTo("99");
            });

    Rebuild.Totals totals = rebuild.write(ALL, _ -> {});

    assertThat(totals.differences()).isEqualTo(differences.size());
    assertThat(totals.deliveries()).isEqualTo(12);
    assertThat(rows()).isEqualTo(before);
    assertThat(compare(ALL)).isEmpty();
  }

  @Test
  void an_attempt_from_before_the_horizon_keeps_what_it_knows() {
    String before = rows();
    execute("delete from provider_event");
    setHorizon(sending.clock.instant().minus(Duration.ofMinutes(1)));
    execute("update delivery set status = 'sent', due_at = null where status = 'bounced'");

    Rebuild.Totals totals = rebuild.write(ALL, _ -> {});

    // All but the retry, of which there is no event, and which the horizon does not concern.
    assertThat(totals.pruned()).isEqualTo(totals.attempts() - 1);
    assertThat(totals.differing()).isEqualTo(1);
    assertThat(rows()).isEqualTo(before);
  }

  @Test
  void a_horizon_before_everything_changes_nothing() {
    setHorizon(Instant.parse("2020-01-01T00:00:00Z"));

    assertThat(rebuild.compare(ALL, _ -> {}).pruned()).isZero();
  }

  @Test
  void another_judge_finds_other_verdicts_and_the_status_stays() {
    List<String> before = sending.statuses(email());
    DeliveryFeature strict = withJudge(new VisitJudge(List.of("agent"), Duration.ZERO));

    List<Difference> differences = new ArrayList<>();
    strict.rebuild().write(ALL, differences::add);

    assertThat(differences)
        .extracting(Difference::field)
        .contains("opens", "machine_opens", "clicks", "machine_clicks", "first_machine_clicked_at")
        .doesNotContain("status");
    assertThat(sending.statuses(email())).isEqualTo(before);
    assertThat(sum("opens + clicks")).isZero();
    assertThat(compare(ALL)).isNotEmpty();
  }

  @Test
  void a_scope_is_all_that_is_looked_at() {
    execute("update delivery set reason = 'damaged'");
    long other = sending.rows.scheduledEmail().insert().getId();

    assertThat(rebuild.compare(new Rebuild.Scope.OfEmail(other), _ -> {}).deliveries()).isZero();
    assertThat(rebuild.compare(new Rebuild.Scope.OfEmail(email().value()), _ -> {}).deliveries())
        .isEqualTo(12);
    assertThat(rebuild.compare(new Rebuild.Scope.OfEvent(event()), _ -> {}).differing())
        .isEqualTo(12);
    DeliveryId one = new DeliveryId(deliveries.getFirst().getId());
    assertThat(rebuild.write(new Rebuild.Scope.OfDelivery(one), _ -> {}).differing()).isEqualTo(1);
    assertThat(rebuild.compare(ALL, _ -> {}).differing()).isEqualTo(11);
  }

  @Test
  void thousands_go_in_batches() {
    execute(
        "insert into registration (event_id, email, name, status) select "
            + event()
            + ", 'many-' || n || '@a.example', 'Many', 'approved' from generate_series(1, 1300) n");
    execute(
        "insert into delivery (scheduled_email_id, registration_id, email, created_at, status,"
            + " status_at, due_at) select "
            + email().value()
            + ", id, email, now(), 'bounced', now(), null from registration"
            + " where email like 'many-%'");

    Rebuild.Totals totals = rebuild.write(ALL, _ -> {});

    assertThat(totals.deliveries()).isEqualTo(1312);
    assertThat(totals.differing()).isEqualTo(1300);
    assertThat(compare(ALL)).isEmpty();
  }

  @Test
  void an_event_that_is_being_applied_is_waited_for() throws Exception {
    DeliveryRecord delivery =
        deliveries.stream().filter(each -> each.getStatus().equals("deferred")).findFirst().get();
    CountDownLatch applied = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    ReceivedEvent event =
        new ReceivedEvent(
            99, 0, opened(delivery, sending.clock.instant()), sending.clock.instant());
    CompletableFuture<Void> applying =
        CompletableFuture.runAsync(
            () ->
                db.database()
                    .run(
                        tx -> {
                          sending.feature.eventApplication().apply(tx, List.of(event));
                          applied.countDown();
                          await(go);
                        }));
    await(applied);
    execute("update attempt set opens = 50 where delivery_id <> " + delivery.getId());
    CompletableFuture<Rebuild.Totals> rebuilding =
        CompletableFuture.supplyAsync(() -> rebuild.write(ALL, _ -> {}));
    mailctl.support.Eventually.isTrue(() -> waiting() > 0, () -> "the rebuild never waited");
    go.countDown();
    applying.get(20, TimeUnit.SECONDS);
    rebuilding.get(20, TimeUnit.SECONDS);

    assertThat(compare(ALL)).isEmpty();
    assertThat(sum("opens")).isEqualTo(3);
  }

  @Test
  void while_it_waits_for_a_pruning_it_holds_no_delivery() throws Exception {
    CompletableFuture<Rebuild.Totals> rebuilt =
        db.database()
            .transaction(
                pruning -> {
                  pruning
                      .dsl()
                      .execute("select pg_advisory_xact_lock(hashtext('mailctl.history_horizon'))");
                  CompletableFuture<Rebuild.Totals> begun =
                      CompletableFuture.supplyAsync(() -> rebuild.write(ALL, _ -> {}));
                  Eventually.isTrue(() -> waiting() > 0, () -> "it does not wait");
                  execute("do $$ begin perform from delivery for no key update nowait; end $$");
                  return begun;
                });

    assertThat(rebuilt.get(30, TimeUnit.SECONDS).deliveries()).isEqualTo(deliveries.size());
  }

  @Test
  void while_it_compares_no_month_of_the_history_goes() {
    db.database()
        .run(
            tx -> {
              new TravelStore().freeze(tx);
              assertThat(
                      number(
                          "select case when drop_provider_event_partition('provider_event_2099_01',"
                              + " 50) then 1 else 0 end"))
                  .isZero();
            });
  }

  private List<ProviderEvent> everything(List<DeliveryRecord> sent) {
    Instant at = sending.clock.instant();
    List<ProviderEvent> events = new ArrayList<>();
    for (DeliveryRecord each : sent) {
      events.add(new ProviderEvent.Processed(origin(each, at)));
    }
    events.add(new ProviderEvent.Delivered(origin(sent.get(0), at.plusSeconds(1)), "250 OK"));
    events.add(opened(sent.get(0), at.plusSeconds(9)));
    events.add(opened(sent.get(0), at.plusSeconds(99)));
    events.add(
        new ProviderEvent.Opened(
            origin(sent.get(0), at.plusSeconds(3)), true, new ProviderEvent.Visit("agent", "::1")));
    events.add(
        new ProviderEvent.Clicked(
            origin(sent.get(0), at.plusSeconds(10)),
            "https://a.example/",
            "2",
            new ProviderEvent.Visit("agent", "")));
    events.add(
        new ProviderEvent.Bounced(
            origin(sent.get(1), at.plusSeconds(2)), BounceClass.INVALID_ADDRESS, "5.1.1", "no"));
    events.add(
        new ProviderEvent.Dropped(
            origin(sent.get(2), at.plusSeconds(2)), DropCause.SPAM_CONTENT, "Spam"));
    events.add(new ProviderEvent.Deferred(origin(sent.get(3), at.plusSeconds(2)), "421", "1"));
    events.add(new ProviderEvent.Deferred(origin(sent.get(3), at.plusSeconds(5)), "422", "2"));
    events.add(
        new ProviderEvent.Blocked(
            origin(sent.get(4), at.plusSeconds(2)), BounceClass.CONTENT, "5.7.1", "spammy"));
    events.add(
        new ProviderEvent.Blocked(
            origin(sent.get(5), at.plusSeconds(2)), BounceClass.TECHNICAL, "4.0.0", "later"));
    events.add(new ProviderEvent.Unsubscribed(origin(sent.get(6), at.plusSeconds(30))));
    events.add(
        new ProviderEvent.GroupUnsubscribed(
            origin(sent.get(7), at.plusSeconds(30)), OptionalLong.of(4)));
    events.add(
        new ProviderEvent.GroupResubscribed(
            origin(sent.get(7), at.plusSeconds(60)), OptionalLong.of(4)));
    events.add(new ProviderEvent.SpamReported(origin(sent.get(8), at.plusSeconds(30))));
    events.add(new ProviderEvent.Unrecognized(origin(sent.get(9), at.plusSeconds(5)), "received"));
    return events;
  }

  private ProviderEvent.Origin origin(DeliveryRecord delivery, Instant at) {
    return sending.origin(delivery, 1, at);
  }

  private ProviderEvent opened(DeliveryRecord delivery, Instant at) {
    return new ProviderEvent.Opened(
        origin(delivery, at), false, new ProviderEvent.Visit("agent", ""));
  }

  private DeliveryFeature withJudge(VisitJudge judge) {
    return new DeliveryFeature(
        new DeliveryFeature.Needs(
            db.database(),
            sending.clock,
            sending.installation,
            sending.provider,
            FoldFixture.EXACT,
            new SendSettings(10, 2, Duration.ofSeconds(30), Duration.ofSeconds(20)),
            Duration.ofDays(7),
            Duration.ofSeconds(60),
            sending.clock::tick,
            delivery -> "https://mail.example.org/" + delivery,
            new java.util.Random(1),
            judge));
  }

  private List<Difference> compare(Rebuild.Scope scope) {
    List<Difference> differences = new ArrayList<>();
    rebuild.compare(scope, differences::add);
    return differences;
  }

  private ScheduledEmailId email() {
    return new ScheduledEmailId(deliveries.getFirst().getScheduledEmailId());
  }

  private long event() {
    return number("select event_id from scheduled_email where id = " + email().value());
  }

  private long sum(String columns) {
    return number("select sum(" + columns + ") from attempt");
  }

  private long waiting() {
    return number("select count(*) from pg_locks where not granted");
  }

  private long number(String sql) {
    return db.database().transaction(tx -> ((Number) tx.dsl().fetchSingle(sql).get(0)).longValue());
  }

  private void execute(String sql) {
    db.database().run(tx -> tx.dsl().execute(sql));
  }

  private void setHorizon(Instant since) {
    db.database()
        .run(tx -> tx.dsl().update(HISTORY_HORIZON).set(HISTORY_HORIZON.SINCE, since).execute());
  }

  private String rows() {
    return db.database()
        .transaction(
            tx ->
                tx.dsl().selectFrom(DELIVERY).orderBy(DELIVERY.ID).fetch().formatCSV()
                    + tx.dsl().fetch("select * from attempt order by id").formatCSV());
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
