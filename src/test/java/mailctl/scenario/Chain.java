package mailctl.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import mailctl.app.App;
import mailctl.app.SettingsReader;
import mailctl.app.Substitutes;
import mailctl.app.Sweep;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Database;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.delivery.SendReport;
import mailctl.provider.MailProvider;
import mailctl.provider.MailRequest;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;

/// The whole application on a test's database: only the clock and the provider are a test's own,
/// and SendGrid's posts come as SendGrid writes them.
final class Chain implements AutoCloseable {
  final SettableClock clock = new SettableClock(TestRows.NOW);
  final Provider provider = new Provider();
  final TestRows rows;
  final App app;
  private final AtomicInteger eventIds = new AtomicInteger();

  private final Map<String, String> settings;

  Chain(TestDatabase db) {
    this(db, Map.of());
  }

  /// With these settings besides.
  Chain(TestDatabase db, Map<String, String> more) {
    settings = new HashMap<>(more);
    settings.putIfAbsent("send.batch-size", "7");
    settings.put("database.url", db.jdbcUrl());
    settings.put("send.concurrency", "2");
    settings.put("retry.jitter", "0s");
    rows = TestRows.in(db.database());
    app = open();
  }

  /// One more process on the same database.
  App open() {
    return new App(
        new SettingsReader(Map.of("HOME", "/nonexistent"), Path.of("/nonexistent/config.yaml"))
            .read("", settings)
            .valid(),
        Substitutes.none().withClock(clock).withProvider(provider));
  }

  Database database() {
    return app.database();
  }

  /// A scheduled email, due now, to that many approved people.
  ScheduledEmailId emailTo(int people) {
    ScheduledEmailId email = new ScheduledEmailId(rows.scheduledEmail().insert().getId());
    for (int i = 0; i < people; i++) {
      rows.registration().insert();
    }
    return email;
  }

  SendReport send(ScheduledEmailId email) {
    return app.delivery().sendNow().send(email, Optional.empty());
  }

  Sweep.Report sweep() {
    return app.sweep().runOnce(100);
  }

  /// A post with these elements, taken into the inbox and processed.
  void post(String... elements) {
    app.localPosts().add(List.of(("[" + String.join(",\r\n", elements) + "]\r\n").getBytes(UTF_8)));
    app.webhookProcessor().runOnce();
  }

  /// As SendGrid writes it, with our custom arguments; `more` are further members, each with its
  /// comma.
  String event(String type, DeliveryRecord delivery, int attempt, String more) {
    return """
        {"email":"%s","event":"%s","timestamp":%d,"sg_event_id":"id-%d","mailctl_ref":"%s.%d.%d"%s}"""
        .formatted(
            delivery.getEmail(),
            type,
            clock.instant().getEpochSecond(),
            eventIds.incrementAndGet(),
            installation(),
            delivery.getId(),
            attempt,
            more);
  }

  String delivered(DeliveryRecord delivery) {
    return event("delivered", delivery, 1, ",\"response\":\"250 OK\"");
  }

  String blocked(DeliveryRecord delivery, int attempt) {
    return event(
        "bounce",
        delivery,
        attempt,
        ",\"type\":\"blocked\",\"bounce_classification\":\"Technical Failure\",\"reason\":\"421\"");
  }

  String bounced(DeliveryRecord delivery) {
    return event(
        "bounce",
        delivery,
        1,
        ",\"type\":\"bounce\",\"bounce_classification\":\"Invalid Address\",\"status\":\"5.1.1\","
            + "\"reason\":\"550 5.1.1 User unknown\"");
  }

  String installation() {
    return database().transaction(tx -> tx.dsl().fetchSingle(INSTALLATION).getId());
  }

  List<DeliveryRecord> deliveries(ScheduledEmailId email) {
    return database()
        .transaction(
            tx ->
                List.copyOf(
                    tx.dsl()
                        .selectFrom(DELIVERY)
                        .where(DELIVERY.SCHEDULED_EMAIL_ID.eq(email.value()))
                        .orderBy(DELIVERY.ID)
                        .fetch()));
  }

  DeliveryRecord only(ScheduledEmailId email) {
    return deliveries(email).getFirst();
  }

  List<String> statuses(ScheduledEmailId email) {
    return deliveries(email).stream().map(DeliveryRecord::getStatus).toList();
  }

  String standing(ScheduledEmailId email) {
    return database()
        .transaction(
            tx -> {
              var row = tx.dsl().fetchSingle(SCHEDULED_EMAIL, SCHEDULED_EMAIL.ID.eq(email.value()));
              return row.getStatusReason() == null
                  ? row.getStatus()
                  : row.getStatus() + " " + row.getStatusReason();
            });
  }

  @Override
  public void close() {
    app.close();
  }

  /// Takes everything and remembers it, unless a test gives it another answer.
  static final class Provider implements MailProvider {
    private final List<MailRequest> requests = new CopyOnWriteArrayList<>();
    private volatile Function<MailRequest, SubmissionOutcome> answer = _ -> accept();

    static SubmissionOutcome accept() {
      return new SubmissionOutcome.Accepted(Optional.of("dStsxCyLRLKzKSH0zo9exQ"));
    }

    void answer(Function<MailRequest, SubmissionOutcome> newAnswer) {
      answer = newAnswer;
    }

    List<MailRequest> requests() {
      return requests;
    }

    List<String> recipients() {
      return requests.stream()
          .flatMap(request -> request.recipients().stream())
          .map(recipient -> recipient.to().address())
          .toList();
    }

    @Override
    public SubmissionOutcome submit(MailRequest request) {
      requests.add(request);
      return answer.apply(request);
    }

    @Override
    public void close() {}
  }

  static final Duration HOUR = Duration.ofHours(1);
}
