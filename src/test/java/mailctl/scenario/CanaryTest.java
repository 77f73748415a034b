package mailctl.scenario;

import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailctl.app.App;
import mailctl.audience.RegistrationId;
import mailctl.campaign.ScheduleChange;
import mailctl.campaign.ScheduleControl;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Refusal;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.delivery.Canaries;
import mailctl.delivery.Canary;
import mailctl.delivery.SendNow;
import mailctl.delivery.SendReport;
import mailctl.delivery.Share;
import mailctl.support.Eventually;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Of a large email a few go first; what becomes of them decides about the rest.
final class CanaryTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private Chain chain;

  @BeforeEach
  void open() {
    chain =
        new Chain(
            db,
            Map.of(
                "send.canary", "50%",
                "send.canary-min", "100",
                "send.batch-size", "100"));
  }

  @AfterEach
  void close() {
    chain.close();
  }

  @Test
  void eight_percent_bounces_hold_the_rest_until_a_person_lets_it_go() {
    ScheduledEmailId email = chain.emailTo(200);
    chain.sweep();
    assertThat(chain.provider.recipients()).hasSize(100);
    report(first(email), 8);

    chain.sweep();
    chain.clock.tick(Duration.ofDays(3));
    chain.sweep();

    assertThat(chain.provider.recipients()).hasSize(100);
    assertThat(chain.standing(email)).isEqualTo("held canary");
    assertThat(canary(email).words())
        .isEqualTo(
            "8 of 100 bounced (8%, more than 5%);"
                + " heard of 100 of 100: 8 bounced, 0 blocked, 0 complained");

    chain.send(email);

    assertThat(chain.provider.recipients()).hasSize(200).doesNotHaveDuplicates();
    assertThat(chain.standing(email)).isEqualTo("sent");
    assertThat(canary(email).words()).startsWith("a person overruled: 8 of 100 bounced");
  }

  @Test
  void one_percent_bounces_let_the_rest_go_by_itself() {
    ScheduledEmailId email = chain.emailTo(200);
    SendReport report = chain.send(email);
    assertThat(chain.provider.recipients()).hasSize(100);
    assertThat(report.canary().orElseThrow().isProbing()).isTrue();
    assertThat(report.nextQueuedAt()).isEmpty();
    report(first(email), 1);

    assertThat(chain.sweep().canaries()).isEqualTo(new Canaries.Pass(1, 0));

    assertThat(chain.provider.recipients()).hasSize(200).doesNotHaveDuplicates();
    assertThat(chain.standing(email)).isEqualTo("sent");
    assertThat(canary(email).state()).isEqualTo(Canary.State.PASSED);
  }

  @Test
  void a_verdict_that_a_crash_left_half_carried_out_is_carried_out_by_the_next_pass() {
    ScheduledEmailId email = chain.emailTo(200);
    chain.sweep();
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "update canary set state = 'passed', words = 'well', decided_at = started_at"));

    chain.sweep();

    assertThat(chain.provider.recipients()).hasSize(200).doesNotHaveDuplicates();
    assertThat(chain.standing(email)).isEqualTo("sent");
  }

  @Test
  void who_takes_a_pause_back_does_not_overrule_the_verdict() {
    ScheduledEmailId email = chain.emailTo(200);
    chain.sweep();
    report(first(email), 8);
    chain.sweep();
    assertThat(chain.standing(email)).isEqualTo("held canary");
    ScheduleControl control = chain.app.scheduleControl();
    ScheduleChange _ = db.database().transaction(tx -> control.pause(tx, email, "kim"));

    ScheduleChange _ = db.database().transaction(tx -> control.resume(tx, email, "bob"));

    assertThat(chain.standing(email)).isEqualTo("held canary");
    chain.sweep();
    assertThat(chain.provider.recipients()).hasSize(100);
    ScheduleChange _ = db.database().transaction(tx -> control.resume(tx, email, "bob"));
    chain.sweep();
    assertThat(chain.provider.recipients()).hasSize(200);
  }

  @Test
  void one_who_is_held_back_is_not_sent_to_alone() {
    ScheduledEmailId email = chain.emailTo(200);
    chain.sweep();
    long waiting =
        chain.deliveries(email).stream()
            .filter(each -> !each.getCanary())
            .findFirst()
            .orElseThrow()
            .getRegistrationId();

    assertThatThrownBy(
            () ->
                chain
                    .app
                    .delivery()
                    .sendNow()
                    .send(email, Optional.of(new RegistrationId(waiting))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("waits for what becomes of the first recipients");
  }

  @Test
  void those_who_go_first_are_the_first_by_a_hash_of_their_ids() {
    ScheduledEmailId email = chain.emailTo(150);
    chain.sweep();

    List<Long> byHash =
        chain.deliveries(email).stream()
            .map(DeliveryRecord::getId)
            .sorted(Comparator.comparing(CanaryTest::md5))
            .limit(75)
            .sorted()
            .toList();
    assertThat(first(email).stream().map(DeliveryRecord::getId)).isEqualTo(byHash);
    assertThat(chain.provider.recipients())
        .containsExactlyInAnyOrderElementsOf(
            first(email).stream().map(DeliveryRecord::getEmail).toList());
  }

  @Test
  void nearly_all_will_do_after_the_shortest_wait() {
    ScheduledEmailId email = chain.emailTo(200);
    chain.sweep();
    post(first(email).stream().limit(95).map(chain::delivered));

    chain.sweep();
    assertThat(chain.provider.recipients()).hasSize(100);
    chain.clock.tick(Duration.ofMinutes(10));
    chain.sweep();

    assertThat(chain.provider.recipients()).hasSize(200);
  }

  @Test
  void silence_holds_the_rest_after_the_longest_wait() {
    ScheduledEmailId email = chain.emailTo(200);
    chain.sweep();
    post(first(email).stream().limit(94).map(chain::delivered));

    chain.clock.tick(Duration.ofHours(6).minusMillis(1));
    chain.sweep();
    assertThat(chain.standing(email)).isEqualTo("sending");
    chain.clock.tick(Duration.ofMillis(1));
    chain.sweep();

    assertThat(chain.standing(email)).isEqualTo("held canary");
    assertThat(canary(email).words())
        .startsWith("too little was heard in time; heard of 94 of 100");
    assertThat(chain.provider.recipients()).hasSize(100);
  }

  @Test
  void one_complaint_is_enough_and_needs_no_waiting_for_the_others() {
    ScheduledEmailId email = chain.emailTo(200);
    chain.sweep();
    DeliveryRecord one = first(email).getFirst();
    chain.post(chain.delivered(one), chain.event("spamreport", one, 1, ""));

    chain.sweep();

    assertThat(chain.standing(email)).isEqualTo("held canary");
    assertThat(canary(email).words()).startsWith("1 of 100 complained (1%, more than 0.3%)");
  }

  @Test
  void small_emails_go_out_at_once_unless_a_person_wants_a_canary() {
    ScheduledEmailId small = chain.emailTo(99);
    chain.send(small);
    assertThat(chain.provider.recipients()).hasSize(99);

    ScheduledEmailId other =
        new ScheduledEmailId(
            chain.rows.scheduledEmail().with(SCHEDULED_EMAIL.NAME, "Other").insert().getId());
    send(chain.app, other, "1%", false);

    assertThat(first(other)).hasSize(20);
    assertThat(chain.provider.recipients()).hasSize(99 + 20);
    assertThatThrownBy(() -> send(chain.app, other, "50%", false))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("too late to choose");
    send(chain.app, other, "off", false);
    assertThat(chain.provider.recipients()).hasSize(99 + 99);
  }

  @Test
  void of_two_at_once_one_decides_and_everybody_gets_it_once() {
    ScheduledEmailId email = chain.emailTo(200);
    chain.sweep();
    report(first(email), 0);

    try (App other = chain.open()) {
      List<CompletableFuture<Integer>> running =
          Stream.of(chain.app, other, chain.app, other)
              .map(
                  app ->
                      CompletableFuture.supplyAsync(
                          () -> app.sweep().runOnce(100).canaries().passed()))
              .toList();
      assertThat(running.stream().mapToInt(CompletableFuture::join).sum()).isEqualTo(1);
    }

    assertThat(chain.provider.recipients()).hasSize(200).doesNotHaveDuplicates();
  }

  @Test
  void a_pause_for_the_event_does_not_lift_the_verdict_and_resume_does() {
    ScheduledEmailId email = chain.emailTo(200);
    chain.sweep();
    report(first(email), 8);
    chain.sweep();
    // As when the event was a draft for a while.
    chain
        .database()
        .run(
            tx ->
                tx.dsl()
                    .update(SCHEDULED_EMAIL)
                    .set(SCHEDULED_EMAIL.STATUS, "sending")
                    .setNull(SCHEDULED_EMAIL.STATUS_REASON)
                    .execute());

    chain.sweep();
    assertThat(chain.standing(email)).isEqualTo("held canary");
    assertThat(chain.provider.recipients()).hasSize(100);

    chain.database().run(tx -> chain.app.scheduleControl().resume(tx, email, "kim"));
    assertThat(chain.standing(email)).isEqualTo("sending");
    chain.sweep();
    assertThat(chain.provider.recipients()).hasSize(200).doesNotHaveDuplicates();
    assertThat(chain.standing(email)).isEqualTo("sent");
  }

  @Test
  void cancelling_ends_those_who_wait() {
    ScheduledEmailId email = chain.emailTo(200);
    chain.sweep();

    chain.database().run(tx -> chain.app.scheduleControl().cancel(tx, email, "kim"));
    report(first(email), 0);
    chain.sweep();

    assertThat(chain.provider.recipients()).hasSize(100);
    assertThat(chain.statuses(email)).containsOnly("delivered", "cancelled");
  }

  @Test
  void who_waits_for_the_verdict_goes_on_by_itself() {
    ScheduledEmailId email = chain.emailTo(200);
    CompletableFuture<SendReport> sending =
        CompletableFuture.supplyAsync(() -> send(chain.app, email, "50%", true));
    Eventually.isTrue(
        () -> chain.statuses(email).stream().filter("sent"::equals).count() == 100,
        () -> "sent: " + chain.provider.recipients().size());
    report(first(email), 2);

    SendReport report = sending.join();

    assertThat(report.canary().orElseThrow().state()).isEqualTo(Canary.State.PASSED);
    assertThat(chain.provider.recipients()).hasSize(200).doesNotHaveDuplicates();
  }

  private static SendReport send(App app, ScheduledEmailId email, String share, boolean waits) {
    return app.delivery()
        .sendNow()
        .send(
            email,
            Optional.empty(),
            new SendNow.CanaryWish(Optional.of(Share.parse(share)), waits));
  }

  private List<DeliveryRecord> first(ScheduledEmailId email) {
    return chain.deliveries(email).stream().filter(DeliveryRecord::getCanary).toList();
  }

  /// All are heard of, and so many of them have bounced.
  private void report(List<DeliveryRecord> deliveries, int bounced) {
    post(
        IntStream.range(0, deliveries.size())
            .mapToObj(
                i ->
                    i < bounced
                        ? chain.bounced(deliveries.get(i))
                        : chain.delivered(deliveries.get(i))));
  }

  private void post(Stream<String> events) {
    chain.post(events.toArray(String[]::new));
  }

  private Canary canary(ScheduledEmailId email) {
    return chain
        .database()
        .transaction(tx -> chain.app.delivery().canaries().find(tx, email).orElseThrow());
  }

  private static String md5(long id) {
    try {
      return java.util.HexFormat.of()
          .formatHex(
              java.security.MessageDigest.getInstance("MD5")
                  .digest(Long.toString(id).getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
