package mailctl.scenario;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.ORGANIZATION;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import mailctl.app.App;
import mailctl.audience.AudienceMember;
import mailctl.audience.EventId;
import mailctl.audience.RecipientFilter;
import mailctl.campaign.Draft;
import mailctl.campaign.EmailContent;
import mailctl.campaign.EmailKind;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.Trigger;
import mailctl.database.Refusal;
import mailctl.delivery.SendReport;
import mailctl.provider.MailRequest;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.TestDatabase;
import org.jooq.JSONB;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the replaced system got wrong about planning and sending, each scenario by its name.
final class SendScenariosTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private Chain chain;

  @BeforeEach
  void open() {
    chain = new Chain(db);
  }

  @AfterEach
  void close() {
    chain.close();
  }

  @Test
  void two_sweeps_and_a_send_at_once_reach_each_recipient_once() {
    ScheduledEmailId email = chain.emailTo(120);
    try (App other = chain.open();
        App third = chain.open()) {
      List<CompletableFuture<?>> running =
          List.of(
              CompletableFuture.runAsync(() -> chain.send(email)),
              CompletableFuture.runAsync(() -> other.sweep().runOnce(100)),
              CompletableFuture.runAsync(() -> third.sweep().runOnce(100)));
      running.forEach(CompletableFuture::join);
    }
    chain.sweep();

    assertThat(chain.provider.recipients()).hasSize(120).doesNotHaveDuplicates();
    assertThat(chain.statuses(email)).containsOnly("sent");
  }

  @Test
  void killed_in_mid_send_and_run_again_reaches_each_at_most_once_and_shows_the_doubts() {
    ScheduledEmailId email = chain.emailTo(30);
    chain.provider.answer(
        _ -> {
          throw new IllegalStateException("killed");
        });
    assertThatThrownBy(() -> chain.send(email)).hasMessageContaining("killed");
    int called = chain.provider.recipients().size();
    chain.provider.answer(_ -> Chain.Provider.accept());

    chain.clock.tick(Duration.ofMinutes(5));
    chain.sweep();

    assertThat(chain.provider.recipients()).hasSize(30).doesNotHaveDuplicates();
    assertThat(chain.statuses(email).stream().filter("in_doubt"::equals)).hasSize(called);
    assertThat(chain.statuses(email)).containsOnly("sent", "in_doubt");
  }

  @Test
  void a_429_goes_back_to_the_queue_a_401_stops_the_run_a_5xx_is_in_doubt_and_nobody_is_hidden() {
    ScheduledEmailId email = chain.emailTo(1);
    chain.provider.answer(
        _ ->
            new SubmissionOutcome.Returned(
                ReturnCause.RATE_LIMITED, "too many requests", Optional.of(Duration.ofHours(1))));
    assertThat(chain.send(email).halt()).isPresent();
    assertThat(chain.statuses(email)).containsExactly("queued");

    chain.clock.tick(Chain.HOUR);
    chain.provider.answer(
        _ ->
            new SubmissionOutcome.Returned(
                ReturnCause.UNAUTHORIZED, "the key is revoked", Optional.empty()));
    assertThat(chain.send(email).halt().orElseThrow().words()).isEqualTo("the key is revoked");
    assertThat(chain.statuses(email)).containsExactly("queued");

    chain.clock.tick(Chain.HOUR);
    chain.provider.answer(_ -> new SubmissionOutcome.InDoubt("502 Bad Gateway"));
    chain.send(email);
    assertThat(chain.statuses(email)).containsExactly("in_doubt");
  }

  @Test
  void zero_recipients_is_a_failed_email_that_says_so() {
    ScheduledEmailId email = chain.emailTo(0);

    chain.sweep();

    assertThat(chain.standing(email)).isEqualTo("failed empty_audience");
  }

  @Test
  void all_opted_out_mails_nobody_and_shows_everybody() {
    ScheduledEmailId email = chain.emailTo(2);
    db.database()
        .transaction(tx -> tx.dsl().select(REGISTRATION.EMAIL).from(REGISTRATION).fetch())
        .forEach(row -> chain.rows.suppression(row.value1()).insert());

    chain.sweep();

    assertThat(chain.provider.requests()).isEmpty();
    assertThat(chain.statuses(email)).containsOnly("skipped");
    assertThat(chain.standing(email)).isEqualTo("failed empty_audience");
  }

  @Test
  void an_opt_out_between_selection_and_send_is_honoured() {
    ScheduledEmailId email = chain.emailTo(2);
    chain.app.delivery().dueEmails().runOnce(100);
    chain.rows.suppression(chain.only(email).getEmail()).insert();

    chain.sweep();

    assertThat(chain.statuses(email)).containsExactly("skipped", "sent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\":\"approved\"}",
        "{\"status\":[\"approved\",\"pending\"]}",
        "{\"exclude_status\":\"approved\"}",
        "{\"excludeStatus\":\"approved\"}",
        "{\"category\":\"Food\"}",
        "{\"payment_status\":\"paid\"}",
        "{\"paymentStatus\":\"paid\"}",
        "{\"attributes.size\":\"L\"}",
        "{\"email\":\"PERSON-4@a.example\"}",
        "{}"
      })
  void the_count_shown_is_the_list_is_what_is_sent(String filter) {
    ScheduledEmailId email =
        new ScheduledEmailId(
            chain
                .rows
                .scheduledEmail()
                .with(SCHEDULED_EMAIL.FILTER, JSONB.valueOf(filter))
                .insert()
                .getId());
    for (int i = 0; i < 12; i++) {
      chain
          .rows
          .registration()
          .with(REGISTRATION.STATUS, i % 2 == 0 ? "approved" : "waitlisted")
          .with(REGISTRATION.CATEGORY, i % 3 == 0 ? "food" : "Craft")
          .with(REGISTRATION.PAYMENT_STATUS, i % 4 == 0 ? "paid" : "unpaid")
          .with(
              REGISTRATION.ATTRIBUTES,
              JSONB.valueOf(i % 5 == 0 ? "{\"size\":\"L\"}" : "{\"size\":3}"))
          .insert();
    }
    EventId event =
        new EventId(
            db.database()
                .transaction(tx -> tx.dsl().select(EVENT.ID).from(EVENT).fetchSingle())
                .value1());
    RecipientFilter read = RecipientFilter.ofJson(filter);
    List<String> listed =
        db.database().transaction(tx -> chain.app.audience().list(tx, event, read, 100, 0)).stream()
            .filter(member -> member.skipReason().isEmpty())
            .map(AudienceMember::email)
            .toList();
    long counted =
        db.database().transaction(tx -> chain.app.audience().count(tx, event, read)).included();

    chain.send(email);

    assertThat(listed).isNotEmpty().hasSize((int) counted);
    assertThat(chain.provider.recipients()).containsExactlyInAnyOrderElementsOf(listed);
  }

  @Test
  void an_unknown_filter_key_is_an_error_and_never_everyone() {
    ScheduledEmailId email =
        new ScheduledEmailId(
            chain
                .rows
                .scheduledEmail()
                .with(SCHEDULED_EMAIL.FILTER, JSONB.valueOf("{\"statsu\":\"approved\"}"))
                .insert()
                .getId());
    chain.rows.registration().insert();

    assertThatThrownBy(() -> chain.send(email))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("statsu");
    chain.sweep();

    assertThat(chain.provider.requests()).isEmpty();
    assertThat(chain.standing(email)).isEqualTo("paused invalid_content");
  }

  @Test
  void a_local_time_stays_the_same_across_a_change_of_the_clocks() {
    long organization =
        chain.rows.organization().with(ORGANIZATION.TIME_ZONE, "America/New_York").insert().getId();
    EventId event = event(organization, LocalDate.of(2026, 11, 7));

    ScheduledEmail summer = create(event, "summer", "7 days before event at 09:00");
    ScheduledEmail winter = create(event, "winter", "3 days before event at 09:00");

    assertThat(summer.dueAt()).contains(Instant.parse("2026-10-31T13:00:00Z"));
    assertThat(winter.dueAt()).contains(Instant.parse("2026-11-04T14:00:00Z"));
  }

  @Test
  void an_evening_email_on_the_event_date_is_due_on_that_local_day() {
    long organization =
        chain
            .rows
            .organization()
            .with(ORGANIZATION.TIME_ZONE, "America/Los_Angeles")
            .insert()
            .getId();
    EventId event = event(organization, LocalDate.of(2026, 12, 5));

    ScheduledEmail evening = create(event, "evening", "on event date at 20:00");

    assertThat(evening.dueAt()).contains(Instant.parse("2026-12-06T04:00:00Z"));
  }

  @Test
  void a_missing_payment_deadline_leaves_the_email_paused_with_the_reason() {
    long organization = chain.rows.organization().insert().getId();
    EventId event = event(organization, LocalDate.of(2026, 12, 5));
    db.database().run(tx -> tx.dsl().update(EVENT).setNull(EVENT.PAYMENT_DEADLINE).execute());

    ScheduledEmail email = create(event, "pay", "3 days before payment deadline at 09:00");

    assertThat(email.standing()).isEqualTo("paused (no date)");
    assertThat(email.dueAt()).isEmpty();
  }

  @Test
  void a_moved_event_moves_what_has_not_started_also_when_another_application_moved_it() {
    long organization = chain.rows.organization().insert().getId();
    EventId event = event(organization, LocalDate.of(2026, 12, 5));
    ScheduledEmail email = create(event, "soon", "7 days before event at 09:00");
    Instant before = email.dueAt().orElseThrow();

    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(EVENT)
                    .set(EVENT.EVENT_DATE, LocalDate.of(2026, 12, 6))
                    .where(EVENT.ID.eq(event.value()))
                    .execute());
    chain.sweep();

    Optional<Instant> after =
        db.database()
            .transaction(tx -> chain.app.scheduledEmails().find(tx, email.id()))
            .orElseThrow()
            .dueAt();
    assertThat(after).contains(before.plus(Duration.ofDays(1)));
  }

  @Test
  void a_cancelled_event_sends_nothing() {
    ScheduledEmailId email = chain.emailTo(3);
    db.database().run(tx -> tx.dsl().update(EVENT).set(EVENT.STATUS, "cancelled").execute());

    chain.sweep();

    assertThat(chain.provider.requests()).isEmpty();
    assertThat(chain.standing(email)).isEqualTo("paused event_not_live");
  }

  @Test
  void html_and_variables_in_a_business_name_arrive_as_text() {
    chain
        .rows
        .registration()
        .with(REGISTRATION.BUSINESS_NAME, "<b>Bold</b> [unsubscribeLink] {{email}}")
        .insert();
    ScheduledEmailId email =
        new ScheduledEmailId(
            chain
                .rows
                .scheduledEmail()
                .with(SCHEDULED_EMAIL.HTML, "<p>{{business_name}}</p>")
                .with(SCHEDULED_EMAIL.TEXT, "")
                .insert()
                .getId());

    chain.send(email);

    MailRequest request = chain.provider.requests().getFirst();
    assertThat(request.html())
        .isEqualTo("<p>&lt;b&gt;Bold&lt;/b&gt; [unsubscribeLink] {{email}}</p>");
    assertThat(request.text()).contains("<b>Bold</b> [unsubscribeLink] {{email}}");
  }

  @Test
  void an_unknown_variable_is_an_error_when_it_is_saved_and_when_it_is_planned() {
    long organization = chain.rows.organization().insert().getId();
    EventId event = event(organization, LocalDate.of(2026, 12, 5));
    assertThatThrownBy(
            () ->
                db.database()
                    .run(
                        tx ->
                            chain
                                .app
                                .schedule()
                                .create(
                                    tx,
                                    event,
                                    new Draft(
                                        "typo",
                                        EmailKind.PROMOTIONAL,
                                        new EmailContent("s", "", "Hi {{frist_name}}", "{}"),
                                        Trigger.parse("on event date at 09:00")))))
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("frist_name");
  }

  @Test
  void both_syntaxes_are_understood_on_import_and_one_is_kept() {
    String converted =
        mailctl.message.BracketSyntax.convert(
            "Hi [firstName], {{event_title}}", mailctl.message.VariableCatalog.names());

    assertThat(converted).isEqualTo("Hi {{first_name}}, {{event_title}}");
  }

  @Test
  void a_missing_message_id_is_not_a_failed_send() {
    ScheduledEmailId email = chain.emailTo(1);
    chain.provider.answer(_ -> new SubmissionOutcome.Accepted(Optional.empty()));

    SendReport report = chain.send(email);

    assertThat(report.halt()).isEmpty();
    assertThat(chain.statuses(email)).containsExactly("sent");
  }

  @Test
  void sent_rows_keep_their_numbers_when_registrations_change_later() {
    ScheduledEmailId email = chain.emailTo(3);
    chain.send(email);

    chain.rows.registration().insert();
    db.database()
        .run(tx -> tx.dsl().update(REGISTRATION).set(REGISTRATION.STATUS, "rejected").execute());
    chain.sweep();

    assertThat(chain.statuses(email)).containsExactly("sent", "sent", "sent");
    assertThat(chain.provider.recipients()).hasSize(3);
  }

  private EventId event(long organization, LocalDate date) {
    return new EventId(
        chain
            .rows
            .event()
            .with(EVENT.ORGANIZATION_ID, organization)
            .with(EVENT.EVENT_DATE, date)
            .insert()
            .getId());
  }

  private ScheduledEmail create(EventId event, String name, String trigger) {
    return db.database()
        .transaction(
            tx ->
                chain
                    .app
                    .schedule()
                    .create(
                        tx,
                        event,
                        new Draft(
                            name,
                            EmailKind.PROMOTIONAL,
                            new EmailContent("Subject", "", "Text {{unsubscribe_link}}", "{}"),
                            Trigger.parse(trigger))));
  }
}
