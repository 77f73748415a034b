package mailctl.delivery;

import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.SkewedHost;
import mailctl.support.Eventually;
import mailctl.support.TestDatabase;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two hosts whose clocks are ten minutes ahead and ten minutes behind.
final class SkewedHostsTest {
  private static final Duration LEASE = Duration.ofSeconds(2);
  private static final Duration SKEW = Duration.ofMinutes(10);

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;
  private DeliveryFeature ahead;
  private DeliveryFeature behind;

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database());
    ahead = host(SkewedHost.clock(db.database(), SKEW));
    behind = host(SkewedHost.clock(db.database(), SKEW.negated()));
  }

  @Test
  void what_is_due_is_due_on_both_and_sent_once() {
    ScheduledEmailId email = sending.emailTo(60);
    sending.database.run(
        tx -> tx.dsl().execute("update scheduled_email set due_at = clock_timestamp()"));

    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> sweep(ahead));
    sweep(behind);
    other.join();
    sweep(behind);

    assertThat(sending.provider.recipients()).hasSize(60).doesNotHaveDuplicates();
    assertThat(sending.statuses(email)).containsOnly("sent");
  }

  @Test
  void what_is_not_due_yet_is_due_on_neither() {
    sending.emailTo(1);
    sending.database.run(
        tx ->
            tx.dsl()
                .execute(
                    "update scheduled_email set due_at = clock_timestamp() + interval '5 min'"));

    sweep(ahead);
    sweep(behind);

    assertThat(sending.provider.requests()).isEmpty();
  }

  @Test
  void a_dead_process_is_taken_over_after_its_lease_and_neither_sooner_nor_later() {
    ScheduledEmailId email = sending.emailTo(2);
    Instant now = serverTime();
    plan(email, now);
    died("claimed", 0);
    died("calling", 1);

    assertThat(ahead.leaseExpiry().runOnce()).isZero();
    assertThat(behind.leaseExpiry().runOnce()).isZero();
    assertThat(sending.statuses(email)).containsOnly("sending");

    AtomicInteger takenOver = new AtomicInteger();
    Eventually.isTrue(
        () -> takenOver.addAndGet(behind.leaseExpiry().runOnce()) == 2,
        () -> "not taken over: " + serverTime());
    assertThat(Duration.between(now, serverTime())).isBetween(LEASE, LEASE.plusSeconds(20));
    assertThat(sending.statuses(email)).containsExactly("queued", "in_doubt");

    sweep(ahead);
    sweep(behind);
    assertThat(sending.statuses(email)).containsExactly("sent", "in_doubt");
    assertThat(sending.provider.recipients()).hasSize(1);
  }

  private void plan(ScheduledEmailId email, Instant now) {
    sending.database.run(
        tx ->
            tx.dsl()
                .execute(
                    "update scheduled_email set due_at = {0}",
                    // What we take for the server's time may be a hair behind it.
                    DSL.val(now.minusSeconds(1), SUBMISSION.CLAIMED_AT)));
    assertThat(behind.dueEmails().runOnce(10).planned()).isEqualTo(1);
    assertThat(sending.deliveries(email)).hasSize(2);
  }

  /// A submission of one recipient whose process is gone, with a lease of two seconds from now on.
  private void died(String state, int recipient) {
    sending.database.run(
        tx -> {
          tx.dsl()
              .execute(
                  """
                  with one as (
                    update delivery set status = 'sending', due_at = null, attempts = 1
                    where id = (select id from delivery order by id offset {0} limit 1)
                    returning id, email, scheduled_email_id
                  ), gone as (
                    insert into submission (scheduled_email_id, state, owner, lease_until,
                      recipients, claimed_at, called_at)
                    select scheduled_email_id, {1}, gen_random_uuid(),
                      clock_timestamp() + {2} * interval '1 ms', 1, clock_timestamp(),
                      case when {1} = 'calling' then clock_timestamp() end
                    from one returning id
                  )
                  insert into attempt (delivery_id, number, submission_id, origin, email)
                  select one.id, 1, gone.id, 'plan', one.email from one, gone
                  """,
                  DSL.val(recipient), DSL.val(state), DSL.val(LEASE.toMillis()));
        });
  }

  private Instant serverTime() {
    return sending.read(
        tx -> tx.dsl().fetchSingle("select clock_timestamp()").get(0, Instant.class));
  }

  private static void sweep(DeliveryFeature process) {
    process.dueEmails().runOnce(100);
    process.dispatch().everythingDue();
    process.finish().runOnce();
  }

  private DeliveryFeature host(InstantSource clock) {
    return new DeliveryFeature(
        new DeliveryFeature.Needs(
            sending.database,
            clock,
            sending.installation,
            sending.provider,
            FoldFixture.EXACT,
            new SendSettings(5, 2, LEASE, Duration.ofSeconds(2)),
            Duration.ofDays(7),
            Duration.ofSeconds(60),
            _ -> {},
            delivery -> "https://mail.example.org/" + delivery,
            new Random(1),
            VisitJudge.USUAL));
  }
}
