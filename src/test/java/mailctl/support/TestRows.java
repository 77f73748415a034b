package mailctl.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.ORGANIZATION;
import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.jooq.impl.DSL.lower;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import mailctl.database.Database;
import mailctl.database.schema.tables.records.AttemptRecord;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.database.schema.tables.records.EventRecord;
import mailctl.database.schema.tables.records.OrganizationRecord;
import mailctl.database.schema.tables.records.ParkedEventRecord;
import mailctl.database.schema.tables.records.ProviderEventRecord;
import mailctl.database.schema.tables.records.RegistrationRecord;
import mailctl.database.schema.tables.records.ScheduledEmailRecord;
import mailctl.database.schema.tables.records.SubmissionRecord;
import mailctl.database.schema.tables.records.SuppressionRecord;
import mailctl.database.schema.tables.records.WebhookPostRecord;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;

/// Rows for tests, valid by default: a test states only the columns that matter to it. Parents that
/// it leaves out are made once and shared; names and addresses are numbered.
///
/// ```java
/// TestRows rows = TestRows.in(db.database());
/// long email = rows.scheduledEmail().with(SCHEDULED_EMAIL.STATUS, "sent").insert().getId();
/// rows.delivery(email, "kim@a.example", "bounced").insert();
/// ```
public final class TestRows {
  /// When everything happens, unless a test says otherwise.
  public static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private final Database database;
  private final AtomicInteger counter = new AtomicInteger();
  private final Shared<OrganizationRecord> sharedOrganization = new Shared<>();
  private final Shared<EventRecord> sharedEvent = new Shared<>();
  private final Shared<ScheduledEmailRecord> sharedScheduledEmail = new Shared<>();
  private final Shared<WebhookPostRecord> sharedPost = new Shared<>();

  private final SendingRows sending = new SendingRows(this);

  private TestRows(Database database) {
    this.database = database;
  }

  public static TestRows in(Database database) {
    return new TestRows(database);
  }

  /// In Halifax, as `org-1`.
  public TestRow<OrganizationRecord> organization() {
    return row(
        ORGANIZATION,
        row ->
            row.compute(ORGANIZATION.SLUG, () -> "org-" + next())
                .compute(ORGANIZATION.NAME, () -> "Organization " + row.get(ORGANIZATION.SLUG))
                .compute(
                    ORGANIZATION.EMAIL, () -> "hello@" + row.get(ORGANIZATION.SLUG) + ".example")
                .fill(ORGANIZATION.TIME_ZONE, "America/Halifax"));
  }

  /// Live, three months after `NOW`.
  public TestRow<EventRecord> event() {
    return row(
        EVENT,
        row ->
            row.compute(
                    EVENT.ORGANIZATION_ID, () -> sharedOrganization.get(this::organization).getId())
                .compute(EVENT.SLUG, () -> "event-" + next())
                .compute(EVENT.TITLE, () -> "Event " + row.get(EVENT.SLUG))
                .fill(EVENT.STATUS, "live")
                .fill(EVENT.EVENT_DATE, LocalDate.of(2026, 9, 5))
                .fill(EVENT.APPLICATION_DEADLINE, LocalDate.of(2026, 7, 15))
                .fill(EVENT.PAYMENT_DEADLINE, LocalDate.of(2026, 8, 1)));
  }

  /// Approved, `person-1@a.example`.
  public TestRow<RegistrationRecord> registration() {
    return row(
        REGISTRATION,
        row ->
            row.compute(REGISTRATION.EVENT_ID, () -> sharedEvent.get(this::event).getId())
                .compute(REGISTRATION.EMAIL, () -> "person-" + next() + "@a.example")
                .fill(REGISTRATION.NAME, "Kim Person")
                .fill(REGISTRATION.STATUS, "approved"));
  }

  /// Scheduled and due at `NOW`; planned, started and finished as its status asks.
  public TestRow<ScheduledEmailRecord> scheduledEmail() {
    return row(
        SCHEDULED_EMAIL,
        row -> {
          row.compute(SCHEDULED_EMAIL.EVENT_ID, () -> sharedEvent.get(this::event).getId())
              .compute(SCHEDULED_EMAIL.NAME, () -> "Email " + next())
              .fill(SCHEDULED_EMAIL.STATUS, "scheduled")
              .fill(SCHEDULED_EMAIL.SUBJECT, "See you soon")
              .fill(SCHEDULED_EMAIL.TEXT, "Hello {{first_name|there}}")
              .fill(SCHEDULED_EMAIL.TRIGGER, "at 2026-06-01 09:00")
              .fill(SCHEDULED_EMAIL.DUE_AT, NOW);
          String status = row.get(SCHEDULED_EMAIL.STATUS);
          switch (status) {
            case "paused" -> row.fill(SCHEDULED_EMAIL.STATUS_REASON, "operator");
            case "held" -> row.fill(SCHEDULED_EMAIL.STATUS_REASON, "late");
            case "failed" -> row.fill(SCHEDULED_EMAIL.STATUS_REASON, "nobody_accepted");
            default -> {}
          }
          if (Set.of("sending", "sent", "failed").contains(status)) {
            row.fill(SCHEDULED_EMAIL.STARTED_AT, NOW).fill(SCHEDULED_EMAIL.PLANNED_AT, NOW);
          }
          if (!status.equals("sending") && row.states(SCHEDULED_EMAIL.PLANNED_AT)) {
            row.fill(
                SCHEDULED_EMAIL.FINISHED_AT,
                Set.of("sent", "failed").contains(status) ? NOW : null);
          }
        });
  }

  /// Queued and due at `NOW`, for the registration that has its address, or else a new one.
  public TestRow<DeliveryRecord> delivery() {
    return sending.delivery();
  }

  /// The usual three things that one says about a delivery.
  public TestRow<DeliveryRecord> delivery(long scheduledEmail, String address, String status) {
    return delivery()
        .with(DELIVERY.SCHEDULED_EMAIL_ID, scheduledEmail)
        .with(DELIVERY.EMAIL, address)
        .with(DELIVERY.STATUS, status);
  }

  /// Accepted, with a message id, for one recipient.
  public TestRow<SubmissionRecord> submission() {
    return sending.submission();
  }

  /// The first attempt, to the delivery's address, in an accepted submission of the same email.
  public TestRow<AttemptRecord> attempt(long delivery) {
    return sending.attempt().with(ATTEMPT.DELIVERY_ID, delivery);
  }

  /// Said about an attempt: what the history keeps. Does not change the attempt.
  public TestRow<ProviderEventRecord> providerEvent(AttemptRecord attempt, String type) {
    return sending
        .providerEvent()
        .with(PROVIDER_EVENT.TYPE, type)
        .with(PROVIDER_EVENT.DELIVERY_ID, attempt.getDeliveryId())
        .with(PROVIDER_EVENT.ATTEMPT_ID, attempt.getId())
        .with(PROVIDER_EVENT.EMAIL, attempt.getEmail());
  }

  /// Received, signed, with no events in it.
  public TestRow<WebhookPostRecord> webhookPost() {
    return row(
        WEBHOOK_POST,
        row -> {
          row.fill(WEBHOOK_POST.RECEIVED_AT, NOW)
              .fill(WEBHOOK_POST.BODY, "[]".getBytes(UTF_8))
              .fill(WEBHOOK_POST.ORIGIN, "signed")
              .fill(WEBHOOK_POST.STATE, "received");
          if (row.get(WEBHOOK_POST.STATE).equals("parked")) {
            row.fill(WEBHOOK_POST.PARKED_REASON, "not a JSON array");
          }
        });
  }

  /// Malformed; its posts are shared, its element numbered.
  public TestRow<ParkedEventRecord> parkedEvent() {
    return row(
        PARKED_EVENT,
        row ->
            row.compute(
                    PARKED_EVENT.WEBHOOK_POST_ID, () -> sharedPost.get(this::webhookPost).getId())
                .compute(PARKED_EVENT.ELEMENT, this::next)
                .fill(PARKED_EVENT.REASON, "malformed")
                .fill(PARKED_EVENT.BODY, "42".getBytes(UTF_8))
                .fill(PARKED_EVENT.PARKED_AT, NOW));
  }

  /// Global, by an operator; state the scope's owner to narrow it.
  public TestRow<SuppressionRecord> suppression(String address) {
    return row(
            SUPPRESSION,
            row ->
                row.compute(SUPPRESSION.SCOPE, () -> scope(row))
                    .fill(SUPPRESSION.REASON, "manual")
                    .fill(SUPPRESSION.SOURCE, "operator")
                    .compute(SUPPRESSION.EVIDENCE, () -> "test-" + next())
                    .fill(SUPPRESSION.SUPPRESSED_AT, NOW)
                    .compute(
                        SUPPRESSION.LIFTED_BY,
                        () -> row.get(SUPPRESSION.LIFTED_AT) == null ? null : "operator"))
        .with(SUPPRESSION.EMAIL, address);
  }

  private static String scope(TestRow<SuppressionRecord> row) {
    if (row.states(SUPPRESSION.EVENT_ID)) {
      return "event";
    }
    return row.states(SUPPRESSION.ORGANIZATION_ID) ? "organization" : "global";
  }

  long scheduledEmailId() {
    return sharedScheduledEmail.get(this::scheduledEmail).getId();
  }

  /// One column of the row that `id` names.
  <T> T value(TableField<?, T> wanted, Field<Long> idColumn, long id) {
    return database.transaction(
        tx ->
            tx.dsl()
                .select(wanted)
                .from(wanted.getTable())
                .where(idColumn.eq(id))
                .fetchSingle()
                .value1());
  }

  /// The registration that has this address, made if there is none.
  long registrationId(long event, String address) {
    return database
        .transaction(
            tx ->
                tx.dsl()
                    .select(REGISTRATION.ID)
                    .from(REGISTRATION)
                    .where(REGISTRATION.EVENT_ID.eq(event))
                    .and(lower(REGISTRATION.EMAIL).eq(address.toLowerCase(Locale.ROOT)))
                    .fetchOptional(REGISTRATION.ID))
        .orElseGet(
            () ->
                registration()
                    .with(REGISTRATION.EVENT_ID, event)
                    .with(REGISTRATION.EMAIL, address)
                    .insert()
                    .getId());
  }

  int next() {
    return counter.incrementAndGet();
  }

  <R extends Record> TestRow<R> row(Table<R> table, Consumer<TestRow<R>> defaults) {
    return new TestRow<>(database, table, defaults);
  }
}
