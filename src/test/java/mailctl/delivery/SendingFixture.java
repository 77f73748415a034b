package mailctl.delivery;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Database;
import mailctl.database.Installation;
import mailctl.database.InstallationStore;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.provider.ProviderEvent;
import mailctl.support.RecordingProvider;
import mailctl.support.SettableClock;
import mailctl.support.TestRows;

/// The whole sending side on a test database, with a provider that remembers.
final class SendingFixture {
  final SettableClock clock = new SettableClock(TestRows.NOW);
  final RecordingProvider provider = new RecordingProvider();
  final Database database;
  final TestRows rows;
  final Installation installation;
  final DeliveryFeature feature;
  private int posts;

  /// One at a time; doubts are faults, and so many of them must not open the breaker.
  static final SendSettings PATIENT =
      new SendSettings(
          10,
          1,
          Duration.ofSeconds(30),
          Duration.ofSeconds(20),
          new GateSettings(1000, Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ZERO));

  SendingFixture(Database database) {
    this(database, new SendSettings(10, 2, Duration.ofSeconds(30), Duration.ofSeconds(20)));
  }

  SendingFixture(Database database, SendSettings settings) {
    this.database = database;
    this.rows = TestRows.in(database);
    this.installation = database.transaction(new InstallationStore()::read);
    this.feature = feature(settings);
  }

  /// As another process on the same database would have it.
  DeliveryFeature feature(SendSettings settings) {
    return new DeliveryFeature(
        new DeliveryFeature.Needs(
            database,
            clock,
            installation,
            provider,
            FoldFixture.EXACT,
            settings,
            Duration.ofDays(7),
            Duration.ofSeconds(60),
            clock::tick,
            delivery -> "https://mail.example.org/unsubscribe/" + delivery,
            new Random(1),
            VisitJudge.USUAL));
  }

  /// A scheduled email to that many people, all included.
  ScheduledEmailId emailTo(int people) {
    long email = rows.scheduledEmail().insert().getId();
    for (int i = 0; i < people; i++) {
      rows.registration().insert();
    }
    return new ScheduledEmailId(email);
  }

  /// What a sweep does about sending.
  Optional<Halt> sweep() {
    while (feature.leaseExpiry().runOnce() > 0) {}
    feature.dueEmails().runOnce(100);
    Optional<Halt> halt = feature.dispatch().everythingDue().halt();
    feature.finish().runOnce();
    return halt;
  }

  SendReport send(ScheduledEmailId email) {
    return feature.sendNow().send(email, Optional.empty());
  }

  List<DeliveryRecord> deliveries(ScheduledEmailId email) {
    return database.transaction(
        tx ->
            List.copyOf(
                tx.dsl()
                    .selectFrom(DELIVERY)
                    .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()))
                    .orderBy(DELIVERY.ID)
                    .fetch()));
  }

  List<String> statuses(ScheduledEmailId email) {
    return deliveries(email).stream().map(DeliveryRecord::getStatus).toList();
  }

  DeliveryRecord delivery(long id) {
    return database.transaction(tx -> tx.dsl().fetchSingle(DELIVERY, DELIVERY.ID.eq(id)));
  }

  String emailStatus(ScheduledEmailId email) {
    return database.transaction(
        tx ->
            tx.dsl()
                .fetchSingle(SCHEDULED_EMAIL, SCHEDULED_EMAIL.ID.eq(email.value()))
                .getStatus());
  }

  List<String> submissionStates() {
    return database.transaction(
        tx ->
            tx.dsl()
                .select(SUBMISSION.STATE)
                .from(SUBMISSION)
                .orderBy(SUBMISSION.ID)
                .fetch(SUBMISSION.STATE));
  }

  int attempts(long delivery) {
    return database.transaction(
        tx -> tx.dsl().fetchCount(ATTEMPT, ATTEMPT.DELIVERY_ID.eq(delivery)));
  }

  /// How an event of a delivery's attempt starts: our reference and its address.
  ProviderEvent.Origin origin(DeliveryRecord delivery, int attempt, Instant at) {
    return new ProviderEvent.Origin(
        at,
        delivery.getEmail(),
        Optional.of(installation.id() + "." + delivery.getId() + "." + attempt),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  AppliedEvents apply(ProviderEvent... events) {
    List<ReceivedEvent> received = new ArrayList<>();
    posts++;
    for (int i = 0; i < events.length; i++) {
      received.add(new ReceivedEvent(posts, i, events[i], clock.instant()));
    }
    return database.transaction(tx -> feature.eventApplication().apply(tx, received));
  }

  <T> T read(Function<mailctl.database.Tx, T> query) {
    return database.transaction(query);
  }
}
