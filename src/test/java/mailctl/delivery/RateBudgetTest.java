package mailctl.delivery;

import static mailctl.database.schema.Tables.RATE_GRANT;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mailctl.campaign.ScheduledEmailId;
import mailctl.provider.MailRequest;
import mailctl.support.Eventually;
import mailctl.support.RateWindows;
import mailctl.support.TestDatabase;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RateBudgetTest {
  private static final SendSettings SETTINGS =
      new SendSettings(100, 2, Duration.ofSeconds(30), Duration.ofSeconds(20));

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final GateStore gate = new GateStore();
  private SendingFixture sending;

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database(), SETTINGS);
  }

  @Test
  void four_senders_never_exceed_a_budget_in_any_second_and_use_nearly_all_of_it()
      throws Exception {
    ScheduledEmailId email = sending.emailTo(2_000);
    sending.feature.dueEmails().runOnce(1);
    budget(RateBudgets.ALL, 500);

    atOnce(4);

    assertThat(sending.statuses(email)).hasSize(2_000).containsOnly("sent");
    assertThat(sending.provider.recipients()).hasSize(2_000).doesNotHaveDuplicates();
    RateWindows windows = RateWindows.in(db.database(), RateBudgets.ALL);
    assertThat(windows.granted()).isEqualTo(2_000);
    assertThat(windows.most()).isLessThanOrEqualTo(500);
    // 2,000 take 3 s at best, and a busy machine needs longer; the bench measures how much longer.
    assertThat(windows.used(500)).isGreaterThan(0.6);
  }

  @Test
  void a_quarter_is_granted_at_a_time_until_the_budget_is_used_up() {
    budget(RateBudgets.ALL, 500);

    List<Integer> granted = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      granted.add(take(1_000, RateBudgets.ALL).granted());
    }
    GateStore.Taken none = take(1_000, RateBudgets.ALL);

    assertThat(granted).containsExactly(125, 125, 125, 125);
    assertThat(none.granted()).isZero();
    assertThat(none.waitsFor()).contains(RateBudgets.ALL);
    assertThat(none.waits()).isPositive().isLessThanOrEqualTo(Duration.ofMillis(1_001));
  }

  @Test
  void the_wait_ends_when_enough_has_left_the_window() throws Exception {
    budget(RateBudgets.ALL, 100);
    granted(RateBudgets.ALL, 90, Duration.ofMillis(700));
    granted(RateBudgets.ALL, 7, Duration.ofMillis(100));

    GateStore.Taken none = take(10, RateBudgets.ALL);
    assertThat(none.granted()).isZero();
    assertThat(none.waits()).isLessThanOrEqualTo(Duration.ofMillis(301));

    Thread.sleep(none.waits());
    assertThat(take(10, RateBudgets.ALL).granted()).isEqualTo(10);
  }

  @Test
  void what_was_granted_a_second_ago_no_longer_counts() {
    budget(RateBudgets.ALL, 100);
    granted(RateBudgets.ALL, 100, Duration.ofMillis(1_001));

    assertThat(take(10, RateBudgets.ALL).granted()).isEqualTo(10);
  }

  @Test
  void a_change_counts_at_once() {
    budget(RateBudgets.ALL, 4);
    granted(RateBudgets.ALL, 4, Duration.ofMillis(1));
    assertThat(take(100, RateBudgets.ALL).granted()).isZero();

    budget(RateBudgets.ALL, 400);
    assertThat(take(100, RateBudgets.ALL).granted()).isEqualTo(100);

    budget(RateBudgets.ALL, 40);
    assertThat(take(1, RateBudgets.ALL).granted()).isZero();

    db.database().run(tx -> new RateBudgets(sending.clock).off(tx, RateBudgets.ALL));
    assertThat(take(1_000, RateBudgets.ALL).granted()).isEqualTo(1_000);
  }

  @Test
  void what_a_claim_did_not_need_is_given_back() {
    budget(RateBudgets.ALL, 100);
    budget("a.example", 100);
    GateStore.Taken taken = take(20, RateBudgets.ALL, "a.example");

    db.database().run(tx -> gate.giveBack(tx, taken.grants(), 15));
    assertThat(tokens()).containsExactly(5, 5);

    db.database().run(tx -> gate.giveBack(tx, taken.grants(), 5));
    assertThat(tokens()).isEmpty();
  }

  @Test
  void whoever_was_claimed_and_is_not_called_leaves_no_token() {
    ScheduledEmailId email = sending.emailTo(40);
    sending.feature.dueEmails().runOnce(1);
    budget(RateBudgets.ALL, 100);
    db.database()
        .run(tx -> tx.dsl().execute("alter table submission rename column called_at to called"));

    assertThatThrownBy(() -> sending.send(email)).isInstanceOf(DataAccessException.class);

    assertThat(sending.provider.requests()).isEmpty();
    assertThat(sending.statuses(email)).contains("sending");
    assertThat(tokens()).isEmpty();
  }

  @Test
  void whoever_was_called_keeps_the_token_whatever_came_of_it() {
    ScheduledEmailId email = sending.emailTo(20);
    sending.feature.dueEmails().runOnce(1);
    budget(RateBudgets.ALL, 100);
    sending.provider.answer(
        _ -> {
          throw new IllegalStateException("a fault of ours");
        });

    assertThatThrownBy(() -> sending.send(email)).hasMessage("a fault of ours");

    assertThat(tokens().stream().mapToInt(Integer::intValue).sum()).isEqualTo(20);
  }

  @Test
  void of_many_who_wait_one_asks() throws Exception {
    budget(RateBudgets.ALL, 100);
    GateDesk desk = new GateDesk(db.database(), gate);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<Future<GateStore.Taken>> asked = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      pool.submit(() -> holdBudget(held, go));
      held.await();
      for (int i = 0; i < 60; i++) {
        asked.add(pool.submit(() -> desk.take(List.of(RateBudgets.ALL), 50)));
      }
      Eventually.isTrue(
          () -> desk.waiting(List.of(RateBudgets.ALL)) == 59, () -> "not all have asked");
      go.countDown();
    }

    Set<GateStore.Taken> refusals = Collections.newSetFromMap(new IdentityHashMap<>());
    int granted = 0;
    for (Future<GateStore.Taken> each : asked) {
      granted += each.get().granted();
      if (each.get().granted() == 0) {
        refusals.add(each.get());
      }
    }
    assertThat(granted).isEqualTo(100);
    assertThat(refusals).hasSize(1);
  }

  @Test
  void a_domains_budget_holds_its_recipients_back_and_nobody_else() {
    ScheduledEmailId email = sending.emailTo(30);
    for (int i = 0; i < 9; i++) {
      sending.rows.registration().with(REGISTRATION.EMAIL, "p" + i + "@Slow.example").insert();
    }
    budget("slow.example", 4);

    sending.send(email);

    assertThat(sending.statuses(email)).hasSize(39).containsOnly("sent");
    RateWindows windows = RateWindows.in(db.database(), "slow.example");
    assertThat(windows.granted()).isEqualTo(9);
    assertThat(windows.most()).isLessThanOrEqualTo(4);
    // Nobody shares a request with those of the domain, or waits for them.
    List<Long> slow =
        sending.provider.requests().stream()
            .map(request -> request.recipients().stream().filter(RateBudgetTest::isSlow).count())
            .toList();
    assertThat(slow).containsOnly(0L, 1L).endsWith(1L, 1L, 1L);
    assertThat(slow.stream().filter(count -> count == 0)).hasSize(1);
  }

  @Test
  void an_email_that_a_domain_holds_back_lets_others_pass() {
    for (int i = 0; i < 9; i++) {
      sending.rows.registration().with(REGISTRATION.EMAIL, "p" + i + "@slow.example").insert();
    }
    sending.rows.scheduledEmail().insert();
    long event = sending.rows.event().insert().getId();
    sending.rows.registration().with(REGISTRATION.EVENT_ID, event).insert();
    long other =
        sending.rows.scheduledEmail().with(SCHEDULED_EMAIL.EVENT_ID, event).insert().getId();
    budget("slow.example", 4);

    sending.sweep();

    assertThat(sending.statuses(new ScheduledEmailId(other))).containsExactly("sent");
    List<String> order = sending.provider.recipients();
    assertThat(order).hasSize(10);
    assertThat(order.getLast()).endsWith("@slow.example");
  }

  @Test
  void what_becomes_due_of_others_while_a_budget_holds_a_pass_back_is_for_the_next_one() {
    for (int i = 0; i < 9; i++) {
      sending.rows.registration().with(REGISTRATION.EMAIL, "p" + i + "@slow.example").insert();
    }
    sending.rows.scheduledEmail().insert();
    sending.feature.dueEmails().runOnce(1);
    budget("slow.example", 4);
    long event = sending.rows.event().insert().getId();
    sending.rows.registration().with(REGISTRATION.EVENT_ID, event).insert();
    sending.provider.answer(
        _ -> {
          if (sending.provider.requests().size() == 1) {
            var _ = sending.rows.scheduledEmail().with(SCHEDULED_EMAIL.EVENT_ID, event).insert();
            sending.feature.dueEmails().runOnce(1);
          }
          return sending.provider.accept();
        });

    sending.feature.dispatch().everythingDue();

    assertThat(sending.provider.recipients())
        .hasSize(9)
        .allMatch(each -> each.endsWith("@slow.example"));
    sending.feature.dispatch().everythingDue();
    assertThat(sending.provider.recipients()).hasSize(10);
  }

  @Test
  void stopping_ends_the_wait() throws Exception {
    ScheduledEmailId email = sending.emailTo(100);
    sending.feature.dueEmails().runOnce(1);
    budget(RateBudgets.ALL, 1);
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      Future<?> running = pool.submit(() -> sending.feature.dispatch().everythingDue());
      while (sending.provider.requests().isEmpty()) {
        Thread.onSpinWait();
      }
      sending.feature.dispatch().stop();
      running.get();
    }

    assertThat(sending.statuses(email)).contains("queued", "sent").doesNotContain("sending");
  }

  @Test
  void without_a_budget_nothing_is_written_down() {
    sending.send(sending.emailTo(25));

    assertThat(tokens()).isEmpty();
  }

  private static boolean isSlow(MailRequest.Recipient recipient) {
    return recipient.to().address().endsWith("@Slow.example");
  }

  private void budget(String scope, int perSecond) {
    db.database().run(tx -> new RateBudgets(sending.clock).set(tx, scope, perSecond));
  }

  private GateStore.Taken take(int wanted, String... scopes) {
    return db.database().statement(tx -> gate.take(tx, List.of(scopes), wanted));
  }

  private void granted(String scope, int tokens, Duration ago) {
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "insert into rate_grant (scope, granted_at, tokens) "
                            + "values ({0}, clock_timestamp() - {1} * interval '1 ms', {2})",
                        DSL.val(scope), DSL.val(ago.toMillis()), DSL.val(tokens)));
  }

  private List<Integer> tokens() {
    return sending.read(
        tx -> tx.dsl().select(RATE_GRANT.TOKENS).from(RATE_GRANT).fetch(RATE_GRANT.TOKENS));
  }

  private boolean holdBudget(CountDownLatch held, CountDownLatch go) {
    return db.database()
        .transaction(
            tx -> {
              tx.dsl().execute("select from rate_budget for no key update");
              held.countDown();
              try {
                return go.await(1, TimeUnit.MINUTES);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private void atOnce(int processes) throws Exception {
    try (ExecutorService pool = Executors.newFixedThreadPool(processes)) {
      List<Future<Dispatched>> running = new ArrayList<>();
      for (int i = 0; i < processes; i++) {
        DeliveryFeature process = sending.feature(SETTINGS);
        running.add(pool.submit(() -> process.dispatch().everythingDue()));
      }
      for (Future<Dispatched> each : running) {
        assertThat(each.get().halt()).isEqualTo(Optional.empty());
      }
    }
  }
}
