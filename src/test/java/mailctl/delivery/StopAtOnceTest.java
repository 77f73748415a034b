package mailctl.delivery;

import static java.util.Objects.requireNonNull;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mailctl.audience.EventStore;
import mailctl.audience.OrganizationStore;
import mailctl.campaign.ClaimDoorStore;
import mailctl.campaign.Schedule;
import mailctl.campaign.ScheduleControl;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.Trigger;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.provider.BounceClass;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.Eventually;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Pause, resume, cancel and move of an email that is half sent.
final class StopAtOnceTest {
  private static final SendSettings SETTINGS =
      new SendSettings(10, 2, Duration.ofSeconds(30), Duration.ofSeconds(20));

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private SendingFixture sending;
  private ScheduleControl control;
  private Schedule schedule;

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database(), SETTINGS);
    EventStore events = new EventStore(db.database().location());
    OrganizationStore organizations = new OrganizationStore(db.database().location());
    control =
        new ScheduleControl(
            sending.clock,
            Duration.ofDays(7),
            db.database().location(),
            events,
            organizations,
            sending.feature.queuedDeliveries());
    schedule =
        new Schedule(
            sending.clock,
            db.database().location(),
            events,
            organizations,
            sending.feature.queuedDeliveries());
  }

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @Test
  void a_pause_waits_for_a_claim_that_is_not_committed() throws Exception {
    ScheduledEmailId email = sending.emailTo(30);
    plan(email);
    CountDownLatch claimed = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    Future<?> claim =
        threads.submit(
            () ->
                db.database()
                    .run(
                        tx -> {
                          claim(tx, email);
                          claimed.countDown();
                          await(commit);
                        }));
    claimed.await();

    Future<?> pause = threads.submit(() -> pause(email));
    Eventually.isTrue(() -> waitsForALock(), () -> "the pause waits for nobody");
    assertThat(pause).isNotDone();
    sending.clock.tick(Duration.ofSeconds(1));
    commit.countDown();
    claim.get();
    pause.get();

    assertThat(lastClaim()).isBefore(updatedAt(email));
    assertThat(sending.statuses(email)).filteredOn("sending"::equals).hasSize(10);
  }

  @Test
  void a_claim_that_comes_during_a_pause_waits_for_it_and_takes_nobody() throws Exception {
    ScheduledEmailId email = sending.emailTo(30);
    plan(email);
    CountDownLatch paused = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    Future<?> pause =
        threads.submit(
            () ->
                db.database()
                    .run(
                        tx -> {
                          var _ = control.pause(tx, email, "kim");
                          paused.countDown();
                          await(commit);
                        }));
    paused.await();

    Future<?> send = threads.submit(() -> sending.feature.dispatch().email(email));
    Eventually.isTrue(() -> waitsForALock(), () -> "the claim waits for nobody");
    commit.countDown();
    pause.get();
    send.get();

    assertThat(sending.statuses(email)).containsOnly("queued");
    assertThat(sending.provider.requests()).isEmpty();
  }

  @Test
  void paused_in_the_middle_it_finishes_what_is_claimed_and_resumed_sends_exactly_the_rest() {
    ScheduledEmailId email = sending.emailTo(100);
    duringTheCall(3, () -> pause(email));

    SendReport report = sending.send(email);

    assertThat(report.email().standing()).isEqualTo("paused (operator)");
    int sent = sending.provider.recipients().size();
    // Calls go on while the pause waits for the claims that had begun.
    assertThat(sent).isBetween(30, 90);
    assertThat(sending.statuses(email)).filteredOn("sent"::equals).hasSize(sent);
    assertThat(sending.statuses(email)).filteredOn("queued"::equals).hasSize(100 - sent);
    sending.clock.tick(Duration.ofHours(1));
    sending.sweep();
    assertThat(sending.provider.recipients()).as("nothing while it is paused").hasSize(sent);

    sending.rows.registration().insert();
    resume(email);
    sending.sweep();

    assertThat(sending.provider.recipients()).hasSize(100).doesNotHaveDuplicates();
    assertThat(sending.emailStatus(email)).isEqualTo("sent");
    balances();
  }

  @Test
  void half_sent_and_resumed_after_its_event_it_goes_on_all_the_same() {
    ScheduledEmailId email = sending.emailTo(50);
    duringTheCall(1, () -> pause(email));
    sending.send(email);
    db.database()
        .run(
            tx -> tx.dsl().update(EVENT).set(EVENT.EVENT_DATE, LocalDate.of(2026, 6, 2)).execute());
    sending.clock.tick(Duration.ofDays(30));

    resume(email);
    sending.sweep();

    assertThat(sending.provider.recipients()).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void cancelled_in_the_middle_everybody_is_somewhere_and_nobody_is_mailed_again() {
    ScheduledEmailId email = sending.emailTo(100);
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch cancelled = new CountDownLatch(1);
    sending.provider.answer(
        _ ->
            switch (calls.incrementAndGet()) {
              case 1 -> sending.provider.accept();
              case 2 -> new SubmissionOutcome.InDoubt("timed out");
              case 3 -> {
                cancel(email);
                cancelled.countDown();
                yield new SubmissionOutcome.Returned(
                    ReturnCause.RATE_LIMITED, "429", Optional.empty());
              }
              default -> {
                // Under way beside the third one; nobody claims any more before that.
                await(cancelled);
                yield sending.provider.accept();
              }
            });

    sending.send(email);
    int called = sending.provider.recipients().size();

    assertThat(sending.emailStatus(email)).isEqualTo("cancelled");
    assertThat(sending.statuses(email)).doesNotContain("queued", "sending", "retrying");
    assertThat(sending.statuses(email)).filteredOn("in_doubt"::equals).hasSize(10);
    assertThat(sending.statuses(email)).filteredOn("cancelled"::equals).hasSizeBetween(70, 80);
    balances();

    DeliveryRecord sent = withStatus(email, "sent");
    sending.apply(blocked(sent));
    assertThat(sending.delivery(sent.getId()).getStatus())
        .as("it would have been tried again")
        .isEqualTo("cancelled");
    SubmissionId doubt = sending.read(tx -> sending.feature.doubts().ofEmail(tx, email)).getFirst();
    assertThat(resolve(doubt, Doubts.Word.RESEND)).isInstanceOf(Doubts.Result.Refused.class);
    sending.clock.tick(Duration.ofDays(2));
    sending.sweep();
    assertThat(sending.provider.recipients()).hasSize(called).doesNotHaveDuplicates();
    balances();
  }

  @Test
  void what_was_in_doubt_when_it_was_cancelled_and_comes_back_is_cancelled() {
    ScheduledEmailId email = sending.emailTo(10);
    sending.provider.answer(
        _ -> {
          // As if the call took longer than its lease; then it fails for sure.
          sending.clock.tick(Duration.ofMinutes(2));
          sending.feature.leaseExpiry().runOnce();
          assertThat(sending.statuses(email)).containsOnly("in_doubt");
          cancel(email);
          return new SubmissionOutcome.Returned(
              ReturnCause.NOT_CONNECTED, "refused", Optional.empty());
        });

    sending.send(email);

    assertThat(sending.statuses(email)).containsOnly("cancelled");
    balances();
  }

  @Test
  void the_retries_of_a_sent_email_are_cancelled_those_that_come_later_included() {
    ScheduledEmailId email = sending.emailTo(2);
    sending.send(email);
    List<DeliveryRecord> both = sending.deliveries(email);
    sending.apply(blocked(both.getFirst()));

    cancel(email);
    sending.apply(blocked(both.getLast()));
    sending.clock.tick(Duration.ofDays(2));
    sending.sweep();

    assertThat(sending.statuses(email)).containsOnly("cancelled");
    assertThat(sending.provider.recipients()).hasSize(2);
    balances();
  }

  @Test
  void moved_in_the_middle_the_rest_waits_for_the_new_time_and_then_goes_out() {
    ScheduledEmailId email = sending.emailTo(60);
    sending.provider.answer(
        _ -> {
          if (sending.provider.requests().size() == 2) {
            move(email, "at 2026-06-03 09:00");
            return new SubmissionOutcome.Returned(
                ReturnCause.RATE_LIMITED, "429", Optional.empty());
          }
          return sending.provider.accept();
        });
    sending.send(email);
    int called = sending.provider.recipients().size();
    int sent = (int) sending.statuses(email).stream().filter("sent"::equals).count();

    assertThat(sending.emailStatus(email)).isEqualTo("scheduled");
    assertThat(sent).as("the rest waits, those included who came back").isBetween(10, 30);
    sending.clock.tick(Duration.ofHours(20));
    sending.sweep();
    assertThat(sending.provider.recipients()).as("not before its time").hasSize(called);
    assertThat(sending.feature.nextWork().at()).contains(Instant.parse("2026-06-03T12:00:00Z"));

    sending.rows.registration().insert();
    sending.clock.tick(Duration.ofHours(28));
    sending.sweep();

    assertThat(sending.emailStatus(email)).isEqualTo("sent");
    assertThat(sending.statuses(email)).hasSize(60).containsOnly("sent");
    assertThat(sending.provider.recipients()).hasSize(called + 60 - sent);
    balances();
  }

  @Test
  void paused_and_moved_it_waits_for_both_the_person_and_the_time() {
    ScheduledEmailId email = sending.emailTo(40);
    duringTheCall(1, () -> pause(email));
    sending.send(email);
    move(email, "at 2026-06-03 09:00");
    assertThat(sending.emailStatus(email)).isEqualTo("paused");

    resume(email);
    assertThat(sending.emailStatus(email)).isEqualTo("scheduled");

    sending.send(email);
    assertThat(sending.provider.recipients())
        .as("send goes before its time")
        .hasSize(40)
        .doesNotHaveDuplicates();
  }

  @Test
  void a_canary_that_is_paused_is_not_judged_and_lets_nobody_go() {
    ScheduledEmailId email = sending.emailTo(60);
    sending
        .feature
        .sendNow()
        .send(
            email, Optional.empty(), new SendNow.CanaryWish(Optional.of(Share.parse("1%")), false));
    assertThat(sending.provider.recipients()).hasSize(20);
    pause(email);
    sending.deliveries(email).stream()
        .filter(delivery -> delivery.getStatus().equals("sent"))
        .forEach(delivery -> sending.apply(delivered(delivery)));
    sending.clock.tick(Duration.ofHours(3));

    assertThat(sending.feature.canaries().runOnce()).isEqualTo(Canaries.Pass.NOTHING);
    sending.sweep();
    assertThat(sending.provider.recipients()).hasSize(20);

    resume(email);
    sending.feature.canaries().runOnce();
    sending.sweep();
    assertThat(sending.provider.recipients()).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void of_two_people_at_once_the_second_is_told_what_the_first_did() throws Exception {
    ScheduledEmailId email = sending.emailTo(1);

    assertThatThrownBy(
            () ->
                atOnce(
                    tx -> control.pause(tx, email, "ann"), tx -> control.cancel(tx, email, "bob")))
        .hasCauseInstanceOf(Refusal.class)
        .hasMessageContaining(
            "was just paused by ann at 2026-06-01T12:00:00Z and is paused (operator); nothing was"
                + " changed");
    assertThat(sending.emailStatus(email)).isEqualTo("paused");

    resume(email);
    assertThatThrownBy(
            () ->
                atOnce(
                    tx -> schedule.move(tx, email, Trigger.parse("at 2026-07-01 09:00"), "ann"),
                    tx -> schedule.move(tx, email, Trigger.parse("at 2026-08-01 09:00"), "bob")))
        .hasMessageContaining("was just moved by ann at 2026-06-01T12:00:00Z");

    atOnce(tx -> control.cancel(tx, email, "ann"), tx -> control.cancel(tx, email, "bob"));
    assertThat(sending.emailStatus(email)).isEqualTo("cancelled");
    assertThat(sending.read(tx -> control.last(tx, email)).orElseThrow().who()).isEqualTo("ann");
  }

  @Test
  void two_who_pause_and_resume_while_it_is_sent_leave_nobody_out_and_nobody_twice()
      throws Exception {
    ScheduledEmailId email = sending.emailTo(300);
    plan(email);
    Runnable operator =
        () -> {
          for (int i = 0; i < 20; i++) {
            unlessRefused(() -> pause(email));
            unlessRefused(() -> resume(email));
          }
        };
    List<Future<?>> running = new ArrayList<>();
    running.add(threads.submit(operator));
    running.add(threads.submit(operator));
    for (int i = 0; i < 2; i++) {
      DeliveryFeature process = sending.feature(SETTINGS);
      running.add(threads.submit(() -> process.dispatch().email(email)));
    }
    for (Future<?> each : running) {
      each.get();
    }

    unlessRefused(() -> resume(email));
    sending.sweep();

    assertThat(sending.provider.recipients()).hasSize(300).doesNotHaveDuplicates();
    assertThat(sending.emailStatus(email)).isEqualTo("sent");
    balances();
  }

  @Test
  void stopped_while_it_is_planned_nothing_is_planned() throws Exception {
    ScheduledEmailId email = sending.emailTo(10);
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    Future<?> blocker =
        threads.submit(
            () ->
                db.database()
                    .run(
                        tx -> {
                          tx.dsl().execute("lock table delivery in exclusive mode");
                          locked.countDown();
                          await(commit);
                        }));
    locked.await();
    Future<SendReport> send = threads.submit(() -> sending.send(email));
    Eventually.isTrue(() -> waitsForALock(), () -> "planning waits for nobody");

    sending.feature.sendNow().stop();

    assertThat(send.get().brokenOff()).isTrue();
    commit.countDown();
    blocker.get();
    assertThat(sending.deliveries(email)).isEmpty();
    assertThat(sending.emailStatus(email)).isEqualTo("scheduled");
  }

  /// The second waits for the first, who commits then.
  private void atOnce(Consumer<Tx> first, Consumer<Tx> second) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    CountDownLatch commit = new CountDownLatch(1);
    Future<?> one =
        threads.submit(
            () ->
                db.database()
                    .run(
                        tx -> {
                          first.accept(tx);
                          done.countDown();
                          await(commit);
                        }));
    done.await();
    Future<?> two = threads.submit(() -> db.database().run(second));
    Eventually.isTrue(() -> waitsForALock() || two.isDone(), () -> "the second does not wait");
    commit.countDown();
    one.get();
    two.get();
  }

  private boolean waitsForALock() {
    return sending.read(
        tx ->
            requireNonNull(
                tx.dsl()
                    .resultQuery(
                        "select exists (select from pg_stat_activity where datname ="
                            + " current_database() and wait_event_type = 'Lock')")
                    .fetchSingle()
                    .get(0, Boolean.class)));
  }

  private void plan(ScheduledEmailId email) {
    sending.feature.dueEmails().runOnce(10);
    assertThat(sending.emailStatus(email)).isEqualTo("sending");
  }

  /// As `Claiming` does it.
  private void claim(Tx tx, ScheduledEmailId email) {
    new ClaimDoorStore().enter(tx, email);
    List<Claim> claims =
        new ClaimStore()
            .claim(
                tx,
                email,
                sending.clock.instant(),
                Duration.ofSeconds(30),
                10,
                10,
                List.of(10),
                Lane.EVERYBODY,
                ClaimStore.Place.START)
            .claims();
    assertThat(claims.getFirst().submission()).isPresent();
  }

  /// From another thread, as another process would.
  private void duringTheCall(int number, Runnable work) {
    sending.provider.answer(
        _ -> {
          if (sending.provider.requests().size() == number) {
            CompletableFuture.runAsync(work, threads).join();
          }
          return sending.provider.accept();
        });
  }

  private void pause(ScheduledEmailId email) {
    db.database().run(tx -> control.pause(tx, email, "kim"));
  }

  private void resume(ScheduledEmailId email) {
    db.database().run(tx -> control.resume(tx, email, "kim"));
  }

  private void cancel(ScheduledEmailId email) {
    db.database().run(tx -> control.cancel(tx, email, "kim"));
  }

  private void move(ScheduledEmailId email, String trigger) {
    db.database().run(tx -> schedule.move(tx, email, Trigger.parse(trigger), "kim"));
  }

  private Doubts.Result resolve(SubmissionId doubt, Doubts.Word word) {
    return sending.read(
        tx -> sending.feature.doubts().settle(tx, doubt, new Doubts.Statement(word, "kim", "")));
  }

  private static void unlessRefused(Runnable work) {
    try {
      work.run();
    } catch (Refusal e) {
      assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFLICT);
    }
  }

  private DeliveryRecord withStatus(ScheduledEmailId email, String status) {
    return sending.deliveries(email).stream()
        .filter(delivery -> delivery.getStatus().equals(status))
        .findFirst()
        .orElseThrow();
  }

  private ProviderEvent blocked(DeliveryRecord delivery) {
    return new ProviderEvent.Blocked(
        sending.origin(delivery, 1, sending.clock.instant()),
        BounceClass.TECHNICAL,
        "4.0.0",
        "later");
  }

  private ProviderEvent delivered(DeliveryRecord delivery) {
    return new ProviderEvent.Delivered(
        sending.origin(delivery, 1, sending.clock.instant()), "250 OK");
  }

  private Instant lastClaim() {
    return sending.read(
        tx ->
            requireNonNull(
                tx.dsl()
                    .select(org.jooq.impl.DSL.max(SUBMISSION.CLAIMED_AT))
                    .from(SUBMISSION)
                    .fetchSingle()
                    .value1()));
  }

  private Instant updatedAt(ScheduledEmailId email) {
    return sending.read(
        tx ->
            tx.dsl()
                .fetchSingle(SCHEDULED_EMAIL, SCHEDULED_EMAIL.ID.eq(email.value()))
                .getUpdatedAt());
  }

  private void balances() {
    List<BrokenLaw> broken = new ArrayList<>();
    sending
        .feature
        .ledger()
        .verify(new Rebuild.Scope.All(), 5, books -> broken.addAll(books.broken()));
    assertThat(broken).isEmpty();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
