package mailctl.delivery;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.EXPERIMENT;
import static mailctl.database.schema.Tables.VARIANT_RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import mailctl.audience.RegistrationId;
import mailctl.campaign.Experiment;
import mailctl.campaign.ExperimentStore;
import mailctl.campaign.Metric;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.ScheduledEmailStore;
import mailctl.campaign.Variant;
import mailctl.database.NotYet;
import mailctl.database.Refusal;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.database.schema.tables.records.ExperimentRecord;
import mailctl.provider.MailRequest;
import mailctl.provider.ProviderEvent;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An email of several versions, from the plan to the rest.
final class VariantSendingTest {
  /// So many that no key leaves too few of a version to decide.
  private static final int PEOPLE = 160;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingFixture sending;
  private ScheduledEmailId email = new ScheduledEmailId(1);

  @BeforeEach
  void open() {
    sending = new SendingFixture(db.database());
    email = sending.emailTo(1);
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        """
                        insert into registration (event_id, email, name, status)
                        select r.event_id, 'more-' || n || '@a.example', r.name, r.status
                        from registration r cross join generate_series(2, {0}) as n
                        """,
                        org.jooq.impl.DSL.inline(PEOPLE)));
    write("50", 5);
  }

  @Test
  void those_who_go_first_get_the_version_that_is_drawn_for_them_and_the_rest_waits() {
    sending.sweep();

    Assignment assignment = assignment();
    for (DeliveryRecord each : sending.deliveries(email)) {
      RegistrationId registration = new RegistrationId(each.getRegistrationId());
      boolean first = assignment.goesFirst(registration);
      assertThat(each.getTested()).isEqualTo(first);
      assertThat(each.getVariant()).isEqualTo(first ? assignment.drawn(registration) : null);
      assertThat(each.getDueAt()).isEqualTo(first ? null : NotYet.VARIANT);
      assertThat(subjects(each)).isEqualTo(first ? List.of(subject(each.getVariant())) : List.of());
    }
    assertThat(sending.emailStatus(email)).isEqualTo("sending");
    assertThat(tested()).hasSizeBetween(40, 120);
    assertThat(brokenLaws()).isEmpty();
  }

  @Test
  void the_winner_goes_to_the_rest() {
    sending.sweep();
    click("b");

    assertThat(look()).isEqualTo(new Experiments.Pass(1, 0));
    sending.sweep();

    for (DeliveryRecord each : sending.deliveries(email)) {
      if (!each.getTested()) {
        assertThat(each.getVariant()).isEqualTo("b");
      }
      assertThat(subjects(each)).containsExactly(subject(each.getVariant()));
    }
    assertThat(sending.emailStatus(email)).isEqualTo("sent");
    ExperimentRecord row = experiment();
    assertThat(row.getState()).isEqualTo("decided");
    assertThat(row.getWinner()).isEqualTo("b");
    assertThat(row.getDecidedBy()).isEqualTo("mailctl");
    assertThat(row.getWords()).contains("b: ", "clicked (100.0%)", "p = ");
    assertThat(row.getCarriedOutAt()).isNotNull();
    assertThat(results()).isEqualTo(2);
    assertThat(brokenLaws()).isEmpty();
  }

  @Test
  void without_a_winner_by_the_deadline_the_rest_gets_the_first() {
    sending.sweep();
    sending.clock.tick(Duration.ofHours(23));
    assertThat(look()).isEqualTo(Experiments.Pass.NOTHING);
    sending.clock.tick(Duration.ofHours(1));
    assertThat(look()).isEqualTo(new Experiments.Pass(1, 0));
    sending.sweep();

    assertThat(experiment().getState()).isEqualTo("no_winner");
    assertThat(rest()).allSatisfy(each -> assertThat(each.getVariant()).isEqualTo("a"));
    assertThat(sending.provider.recipients()).hasSize(PEOPLE).doesNotHaveDuplicates();
    assertThat(brokenLaws()).isEmpty();
  }

  @Test
  void the_rest_is_given_its_version_a_piece_at_a_time_also_after_a_crash() {
    sending.sweep();
    click("b");
    Experiments pieces = experiments(7);
    db.database().run(tx -> pieces.decide(tx, email, Optional.of("b"), "kim"));
    int waiting = rest().size();
    assertThat(waiting).isGreaterThan(14);

    db.database().run(tx -> new TrialStore().give(tx, email, "b", sending.clock.instant(), 0, 7));
    assertThat(waiting()).isEqualTo(waiting - 7);
    assertThat(experiment().getCarriedOutAt()).isNull();
    pieces.runOnce();

    assertThat(waiting()).isZero();
    assertThat(experiment().getCarriedOutAt()).isNotNull();
    assertThat(experiment().getDecidedBy()).isEqualTo("kim");
  }

  @Test
  void too_few_to_decide_anything_hold_nobody_up() {
    write("50", 1_000);

    SendReport report = sending.send(email);

    assertThat(experiment().getState()).isEqualTo("no_winner");
    assertThat(experiment().getWords()).isEqualTo("too few go first: of a variant fewer than 1000");
    assertThat(sending.provider.recipients()).hasSize(PEOPLE);
    assertThat(report.nextQueuedAt()).isEmpty();
  }

  @Test
  void a_retry_and_a_resend_bring_the_same_version() {
    sending.sweep();
    DeliveryRecord one = tested("b").getFirst();
    sending.apply(
        new ProviderEvent.Blocked(
            sending.origin(one, 1, sending.clock.instant()),
            mailctl.provider.BounceClass.TECHNICAL,
            "4.2.1",
            "421 later"));
    sending.clock.tick(Duration.ofHours(2));

    sending.sweep();

    assertThat(subjects(one)).containsExactly(subject("b"), subject("b"));
  }

  @Test
  void a_canary_is_drawn_from_those_who_go_first_and_nothing_is_decided_while_it_is_out() {
    int first = tested(assignment()).size();
    sending
        .feature
        .sendNow()
        .send(
            email,
            Optional.empty(),
            new SendNow.CanaryWish(Optional.of(Share.parse("10%")), false));
    assertThat(sending.provider.recipients()).hasSize(CanaryPolicy.LEAST);
    assertThat(sending.deliveries(email))
        .filteredOn(DeliveryRecord::getCanary)
        .allMatch(DeliveryRecord::getTested);
    assertThat(brokenLaws()).isEmpty();

    sending.clock.tick(Duration.ofDays(2));
    assertThat(look()).isEqualTo(Experiments.Pass.NOTHING);
    assertThat(experiment().getState()).isEqualTo("running");

    db.database().run(tx -> sending.feature.canaries().release(tx, email));
    sending.sweep();
    assertThat(sending.provider.recipients()).hasSize(first);
    assertThat(look()).isEqualTo(new Experiments.Pass(1, 0));
    sending.sweep();
    assertThat(sending.provider.recipients()).hasSize(PEOPLE).doesNotHaveDuplicates();
  }

  @Test
  void who_was_given_a_version_by_a_person_goes_on_waiting_for_the_canary() {
    sending
        .feature
        .sendNow()
        .send(
            email,
            Optional.empty(),
            new SendNow.CanaryWish(Optional.of(Share.parse("10%")), false));

    decide("b");

    assertThat(rest())
        .allSatisfy(
            each -> {
              assertThat(each.getVariant()).isEqualTo("b");
              assertThat(each.getDueAt()).isEqualTo(NotYet.TIME);
            });
    sending.sweep();
    assertThat(sending.provider.recipients()).hasSize(CanaryPolicy.LEAST);
    db.database().run(tx -> sending.feature.canaries().release(tx, email));
    sending.sweep();
    assertThat(sending.provider.recipients()).hasSize(PEOPLE).doesNotHaveDuplicates();
  }

  @Test
  void too_many_complaints_hold_the_email_and_a_person_may_go_on() {
    sending.sweep();
    List<DeliveryRecord> first = tested();
    sending.apply(
        first.subList(0, 15).stream()
            .map(each -> new ProviderEvent.SpamReported(origin(each)))
            .toArray(ProviderEvent[]::new));
    sending.clock.tick(Duration.ofMinutes(2));

    assertThat(look()).isEqualTo(new Experiments.Pass(0, 1));
    sending.sweep();

    assertThat(sending.emailStatus(email)).isEqualTo("held");
    assertThat(experiment().getState()).isEqualTo("stopped");
    assertThat(sending.provider.recipients()).hasSize(first.size());
    sending.send(email);
    assertThat(sending.provider.recipients()).hasSize(PEOPLE).doesNotHaveDuplicates();
  }

  @Test
  void of_two_who_decide_at_once_one_does() {
    sending.sweep();
    click("b");
    sending.clock.tick(Duration.ofMinutes(2));

    List<CompletableFuture<Experiments.Pass>> both =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> experiments(3).runOnce()))
            .limit(2)
            .toList();
    Experiments.Pass all =
        both.stream()
            .map(CompletableFuture::join)
            .reduce(Experiments.Pass.NOTHING, Experiments.Pass::plus);

    assertThat(all).isEqualTo(new Experiments.Pass(1, 0));
    assertThat(results()).isEqualTo(2);
    experiments(3).runOnce();
    assertThat(waiting()).isZero();
  }

  @Test
  void a_person_decides_once_and_for_a_version_that_there_is() {
    assertThatThrownBy(() -> decide("b"))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("has not started: nothing is to be decided yet");
    sending.sweep();
    assertThatThrownBy(() -> decide("x"))
        .hasMessage("there is no variant x of scheduled email 1: it is a or b");

    ExperimentState state = decide("b");

    assertThat(state.stage()).isEqualTo(ExperimentState.Stage.DECIDED);
    assertThat(state.words()).startsWith("a person decided; a: 0 of ");
    assertThatThrownBy(() -> decide("a")).hasMessageContaining("was decided before, by kim");
    ScheduledEmailId plain = new ScheduledEmailId(sending.rows.scheduledEmail().insert().getId());
    assertThatThrownBy(
            () ->
                db.database()
                    .run(
                        tx ->
                            sending
                                .feature
                                .experiments()
                                .decide(tx, plain, Optional.empty(), "kim")))
        .hasMessageContaining("has no variants");
  }

  @Test
  void a_cancelled_one_is_over() {
    sending.sweep();
    db.database().run(tx -> new ScheduledEmailStore().cancel(tx, email, sending.clock.instant()));
    look();

    assertThat(experiment().getState()).isEqualTo("stopped");
    assertThat(experiment().getWords()).isEqualTo("the email is cancelled");
    assertThatThrownBy(() -> decide("a")).hasMessageContaining("was decided before");
  }

  @Test
  void one_who_is_sent_it_alone_before_the_others_gets_what_the_draw_says_or_the_first() {
    Assignment assignment = assignment();
    RegistrationId rest = registration(assignment, false);
    RegistrationId first = registration(assignment, true);
    sending.feature.sendNow().send(email, Optional.of(rest));
    sending.feature.sendNow().send(email, Optional.of(first));

    assertThat(sending.deliveries(email))
        .extracting(DeliveryRecord::getVariant)
        .containsExactly("a", assignment.drawn(first));
    assertThat(brokenLaws()).isEmpty();
    sending.sweep();
    assertThat(brokenLaws()).isEmpty();

    RegistrationId waits = new RegistrationId(rest().getLast().getRegistrationId());
    assertThatThrownBy(() -> sending.feature.sendNow().send(email, Optional.of(waits)))
        .hasMessageContaining("waits until it is decided which variant of");
  }

  @Test
  void a_version_that_is_not_the_one_drawn_breaks_a_law() {
    sending.sweep();
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(DELIVERY)
                    .set(DELIVERY.VARIANT, "b")
                    .where(DELIVERY.VARIANT.eq("a"))
                    .execute());
    assertThat(brokenLaws()).containsExactly("variant");
  }

  @Test
  void only_clicks_on_the_link_count_for_the_metric_of_that_name() {
    db.database()
        .run(
            tx ->
                new ExperimentStore()
                    .write(
                        tx,
                        email,
                        new Experiment(AssignmentTest.terms("50", Metric.LINK, 5), versions())));
    sending.sweep();
    DeliveryRecord one = tested("a").getFirst();
    DeliveryRecord two = tested("b").getFirst();
    sending.clock.tick(Duration.ofMinutes(20));
    sending.apply(
        clicked(one, "https://fair.example/about"),
        clicked(two, "https://fair.example/apply?from=mail"));

    List<VariantNumbers> first =
        sending.read(tx -> sending.feature.experiments().report(tx, email)).first();

    assertThat(first).extracting(VariantNumbers::clicked).containsExactly(1, 1);
    assertThat(first).extracting(VariantNumbers::linked).containsExactly(0, 1);
  }

  @Test
  void one_that_does_not_read_is_not_sent_and_is_paused() {
    Variant broken =
        new Variant(
            "b", Optional.empty(), Optional.of("{{nothing}}"), Optional.empty(), Optional.empty());
    db.database()
        .run(
            tx ->
                new ExperimentStore()
                    .write(
                        tx,
                        email,
                        new Experiment(
                            Experiment.Terms.USUAL, List.of(versions().getFirst(), broken))));
    sending.sweep();

    assertThat(sending.emailStatus(email)).isEqualTo("paused");
    assertThat(sending.deliveries(email)).isEmpty();
  }

  private void write(String share, int least) {
    Experiment.Terms terms =
        new Experiment.Terms(
            new BigDecimal(share),
            Metric.CLICKS,
            Optional.empty(),
            new BigDecimal("0.05"),
            least,
            Duration.ofHours(24),
            BigDecimal.TEN);
    db.database()
        .run(tx -> new ExperimentStore().write(tx, email, new Experiment(terms, versions())));
  }

  private static List<Variant> versions() {
    return List.of(
        new Variant("a", Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()),
        new Variant(
            "b",
            Optional.empty(),
            Optional.of("Soon, {{first_name|friend}}"),
            Optional.empty(),
            Optional.empty()));
  }

  private static String subject(String variant) {
    return variant.equals("a") ? "See you soon" : "Soon, Kim";
  }

  private Experiments experiments(int chunk) {
    return new Experiments(
        db.database(),
        new Emails(
            new ScheduledEmailStore(),
            new mailctl.audience.EventStore(db.database().location()),
            new mailctl.audience.OrganizationStore(db.database().location()),
            db.database().location()),
        new TrialStore(),
        new CanaryStore(),
        sending.clock,
        chunk);
  }

  private ExperimentState decide(String winner) {
    ExperimentState state =
        db.database()
            .transaction(
                tx -> sending.feature.experiments().decide(tx, email, Optional.of(winner), "kim"));
    sending.feature.experiments().carryOut(email);
    return state;
  }

  private Experiments.Pass look() {
    sending.clock.tick(Duration.ofMinutes(2));
    return sending.feature.experiments().runOnce();
  }

  private void click(String variant) {
    sending.clock.tick(Duration.ofMinutes(20));
    sending.apply(
        tested(variant).stream()
            .map(each -> clicked(each, "https://fair.example/"))
            .toArray(ProviderEvent[]::new));
  }

  private ProviderEvent clicked(DeliveryRecord delivery, String url) {
    return new ProviderEvent.Clicked(
        origin(delivery), url, "", new ProviderEvent.Visit("Mozilla/5.0 (Macintosh)", ""));
  }

  private ProviderEvent.Origin origin(DeliveryRecord delivery) {
    return sending.origin(delivery, 1, sending.clock.instant());
  }

  private Assignment assignment() {
    byte[] key = sending.read(tx -> new TrialStore().key(tx, email));
    return new Assignment(key, sending.read(tx -> new ExperimentStore().of(tx, email)));
  }

  private RegistrationId registration(Assignment assignment, boolean first) {
    return java.util.stream.LongStream.rangeClosed(1, PEOPLE)
        .mapToObj(RegistrationId::new)
        .filter(it -> assignment.goesFirst(it) == first)
        .findFirst()
        .orElseThrow();
  }

  private static List<RegistrationId> tested(Assignment assignment) {
    return java.util.stream.LongStream.rangeClosed(1, PEOPLE)
        .mapToObj(RegistrationId::new)
        .filter(assignment::goesFirst)
        .toList();
  }

  private List<DeliveryRecord> tested() {
    return sending.deliveries(email).stream().filter(DeliveryRecord::getTested).toList();
  }

  private List<DeliveryRecord> tested(String variant) {
    return tested().stream().filter(each -> variant.equals(each.getVariant())).toList();
  }

  private List<DeliveryRecord> rest() {
    return sending.deliveries(email).stream().filter(each -> !each.getTested()).toList();
  }

  private long waiting() {
    return rest().stream().filter(each -> NotYet.VARIANT.equals(each.getDueAt())).count();
  }

  private int results() {
    return sending.read(tx -> tx.dsl().fetchCount(VARIANT_RESULT));
  }

  private ExperimentRecord experiment() {
    return sending.read(tx -> tx.dsl().fetchSingle(EXPERIMENT));
  }

  private List<String> brokenLaws() {
    return sending.read(
        tx -> {
          List<String> broken = new ArrayList<>();
          for (Law law : Laws.OF_AN_EMAIL) {
            new LedgerStore()
                .check(tx, law, email.value(), sending.clock.instant().minusSeconds(60), 3)
                .ifPresent(it -> broken.add(it.law()));
          }
          return broken;
        });
  }

  private List<String> subjects(DeliveryRecord delivery) {
    List<String> subjects = new ArrayList<>();
    for (MailRequest request : sending.provider.requests()) {
      for (MailRequest.Recipient recipient : request.recipients()) {
        if (recipient.to().address().equals(delivery.getEmail())) {
          Map<String, String> filled = new TreeMap<>(recipient.substitutions());
          String subject = request.subject();
          for (Map.Entry<String, String> each : filled.entrySet()) {
            subject = subject.replace(each.getKey(), each.getValue());
          }
          subjects.add(subject);
        }
      }
    }
    return subjects;
  }
}
