package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SUBMISSION;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mailctl.audience.RegistrationStore;
import mailctl.campaign.ScheduledEmailId;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Small requests, whose claims, starts and settlements share transactions.
final class OneByOneTest {
  private static final SendSettings SETTINGS =
      new SendSettings(1, 8, Duration.ofSeconds(30), Duration.ofSeconds(20));

  private static final String INSTALLATION = "abcd2345";

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database(), SETTINGS);
  }

  @Test
  void each_gets_a_request_of_its_own_and_what_became_of_it() {
    ScheduledEmailId email = sending.emailTo(120);
    sending.provider.answer(
        request -> {
          String to = request.recipients().getFirst().to().address();
          return to.contains("7@")
              ? new SubmissionOutcome.InDoubt("no answer")
              : sending.provider.accept();
        });

    sending.send(email);

    assertThat(sending.provider.requests()).hasSize(120);
    assertThat(sending.provider.recipients()).doesNotHaveDuplicates();
    assertThat(sending.deliveries(email))
        .allSatisfy(
            each ->
                assertThat(each.getStatus())
                    .isEqualTo(each.getEmail().contains("7@") ? "in_doubt" : "sent"));
  }

  @Test
  void a_crowd_that_is_suppressed_by_now_does_not_end_the_run_for_the_others() {
    ScheduledEmailId email = sending.emailTo(150);
    plan(email);
    sending.read(
        tx ->
            tx.dsl()
                .execute(
                    """
                    insert into suppression (email, scope, reason, source, evidence, suppressed_at)
                    select lower(email), 'global', 'manual', 'operator', 'test', now()
                    from (select email from delivery order by id limit 140) d
                    """));

    sending.feature.dispatch().email(email);

    assertThat(sending.statuses(email).subList(0, 140)).containsOnly("skipped");
    assertThat(sending.statuses(email).subList(140, 150)).containsOnly("sent");
  }

  @Test
  void a_process_killed_between_start_and_call_leaves_doubts_and_its_other_claims_come_back() {
    ScheduledEmailId email = sending.emailTo(5);
    plan(email);
    List<Claim.Submission> claimed = claim(email, 5);
    CallStart start =
        new CallStart(sending.database, new SubmissionStore(), SETTINGS, sending.clock);
    claimed.subList(0, 3).forEach(each -> assertThat(start.begin(each, INSTALLATION)).isTrue());

    sending.clock.tick(Duration.ofMinutes(1));
    sending.feature.leaseExpiry().runOnce();

    assertThat(sending.statuses(email))
        .containsExactly("in_doubt", "in_doubt", "in_doubt", "queued", "queued");
    assertThat(start.begin(claimed.get(4), INSTALLATION)).isFalse();
  }

  @Test
  void one_of_many_answers_that_has_been_overtaken_is_left_alone_and_the_others_are_settled() {
    ScheduledEmailId email = sending.emailTo(3);
    plan(email);
    List<Claim.Submission> claimed = claim(email, 3);
    List<SubmissionStore.Token> proofs = claimed.stream().map(Claim.Submission::proof).toList();
    sending.read(
        tx ->
            new SubmissionStore()
                .beginCalls(
                    tx,
                    beginnings(proofs),
                    sending.clock.instant(),
                    Instant.parse("2100-01-01T00:00:00Z")));
    sending.read(
        tx ->
            tx.dsl()
                .update(SUBMISSION)
                .set(SUBMISSION.STATE, "in_doubt")
                .set(SUBMISSION.SETTLED_AT, sending.clock.instant())
                .where(SUBMISSION.ID.eq(claimed.get(1).id().value()))
                .execute());

    AcceptStore.Written written =
        sending.read(
            tx ->
                new AcceptStore()
                    .accept(
                        tx,
                        proofs.stream()
                            .map(proof -> new AcceptStore.Accepted(proof, Optional.of("m")))
                            .toList(),
                        sending.clock.instant()));

    assertThat(written.settled())
        .containsExactlyInAnyOrder(claimed.get(0).id(), claimed.get(2).id());
    assertThat(written.unusual()).isEmpty();
    assertThat(sending.statuses(email)).containsExactly("sent", "sending", "sent");
    assertThat(sending.submissionStates()).containsExactly("accepted", "in_doubt", "accepted");
  }

  @Test
  void a_delivery_that_is_not_on_its_first_attempt_is_left_to_the_fold() {
    ScheduledEmailId email = sending.emailTo(2);
    plan(email);
    List<Claim.Submission> claimed = claim(email, 2);
    List<SubmissionStore.Token> proofs = claimed.stream().map(Claim.Submission::proof).toList();
    DeliveryId retried = claimed.getFirst().attempts().getFirst().delivery();
    sending.read(
        tx -> {
          tx.dsl()
              .update(DELIVERY)
              .set(DELIVERY.ATTEMPTS, 2)
              .where(DELIVERY.ID.eq(retried.value()))
              .execute();
          return new SubmissionStore()
              .beginCalls(tx, beginnings(proofs), sending.clock.instant(), sending.clock.instant());
        });

    AcceptStore.Written written =
        sending.read(
            tx ->
                new AcceptStore()
                    .accept(
                        tx,
                        proofs.stream()
                            .map(proof -> new AcceptStore.Accepted(proof, Optional.empty()))
                            .toList(),
                        sending.clock.instant()));

    assertThat(written.unusual()).containsExactly(retried);
    assertThat(sending.statuses(email)).containsExactly("sending", "sent");
  }

  @Test
  void what_was_claimed_ahead_goes_back_at_once_when_the_provider_takes_no_more() {
    ScheduledEmailId email = sending.emailTo(60);
    AtomicInteger calls = new AtomicInteger();
    sending.provider.answer(
        _ ->
            calls.incrementAndGet() > 20
                ? new SubmissionOutcome.Returned(
                    ReturnCause.UNAUTHORIZED, "bad key", Optional.empty())
                : sending.provider.accept());
    plan(email);

    Dispatched done = sending.feature.dispatch().email(email);

    assertThat(done.halt()).isPresent();
    assertThat(sending.submissionStates()).containsOnly("accepted", "returned");
    assertThat(sending.statuses(email)).containsOnly("sent", "queued");

    sending.provider.answer(_ -> sending.provider.accept());
    sending.clock.tick(Duration.ofSeconds(5));
    sending.feature.dispatch().email(email);

    assertThat(sending.statuses(email)).containsOnly("sent");
  }

  @Test
  void what_another_process_held_behind_us_is_found_once_it_lets_go() {
    ScheduledEmailId email = sending.emailTo(30);
    plan(email);
    sending.database.run(
        tx -> {
          tx.dsl().execute("select from delivery order by id limit 3 for no key update");
          sending.feature.dispatch().email(email);
        });
    assertThat(Stream.of("queued", "sent").map(status -> count(email, status)))
        .containsExactly(3L, 27L);

    sending.feature.dispatch().email(email);

    assertThat(sending.statuses(email)).containsOnly("sent");
  }

  private long count(ScheduledEmailId email, String status) {
    return sending.statuses(email).stream().filter(status::equals).count();
  }

  private static List<SubmissionStore.Beginning> beginnings(List<SubmissionStore.Token> proofs) {
    return proofs.stream()
        .map(proof -> new SubmissionStore.Beginning(proof, INSTALLATION))
        .toList();
  }

  private void plan(ScheduledEmailId email) {
    assertThat(sending.statuses(email)).isEmpty();
    sending.feature.dueEmails().runOnce(100);
    assertThat(sending.statuses(email)).containsOnly("queued");
  }

  private List<Claim.Submission> claim(ScheduledEmailId email, int submissions) {
    Claiming claiming =
        new Claiming(
            sending.database,
            Permit.always(sending.installation.id()),
            new ClaimStore(),
            new RegistrationStore(sending.database.location()),
            SETTINGS,
            sending.clock);
    Admission.Go one = new Admission.Go(Lane.EVERYBODY, 1, List.of(), Optional.empty());
    return IntStream.range(0, submissions)
        .mapToObj(_ -> claiming.claim(email, one).submission().orElseThrow())
        .toList();
  }
}
