package mailctl.scenario;

import static mailctl.database.schema.Tables.HAPPENING;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mailctl.app.App;
import mailctl.campaign.EmailChange;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.delivery.EmailBooks;
import mailctl.delivery.Rebuild;
import mailctl.provider.MailRequest;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Standing emails: each change of a registration or an event is answered by one delivery, whoever
/// made the change.
final class StandingEmailTest {
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

  @ParameterizedTest
  @CsvSource({
    "on invitation,update registration set status = 'invited'",
    "on approval,update registration set status = 'approved'",
    "on waitlist,update registration set status = 'waitlisted'",
    "on rejection,update registration set status = 'rejected'",
    "on payment received,update registration set payment_status = 'paid'",
    "on category change,update registration set category = 'Art'",
    "on event update,update event set venue = 'Town Hall'",
    "on event cancellation,update event set status = 'cancelled'",
  })
  void each_change_by_another_application_is_answered_once(String trigger, String change) {
    long person = pending("kim@a.example");
    ScheduledEmailId email = standing(trigger, "{}");

    sql(change);
    sql(change);
    chain.sweep();
    chain.sweep();

    assertThat(chain.provider.recipients()).containsExactly("kim@a.example");
    DeliveryRecord delivery = chain.only(email);
    assertThat(delivery.getRegistrationId()).isEqualTo(person);
    assertThat(delivery.getOccurrence()).isEqualTo(1);
    assertThat(delivery.getStatus()).isEqualTo("sent");
    assertThat(happenings()).isZero();
    assertThat(books()).allSatisfy(each -> assertThat(each.broken()).isEmpty());
  }

  @Test
  void who_applies_or_comes_in_approved_and_paid_is_answered_too() {
    ScheduledEmailId applied = standing("on application", "{}");
    ScheduledEmailId approved = standing("on approval", "{}");
    ScheduledEmailId paid = standing("on payment received", "{}");

    pending("kim@a.example");
    chain
        .rows
        .registration()
        .with(REGISTRATION.EMAIL, "lee@a.example")
        .with(REGISTRATION.PAYMENT_STATUS, "paid")
        .insert();
    chain.sweep();

    assertThat(addresses(applied)).containsExactly("kim@a.example");
    assertThat(addresses(approved)).containsExactly("lee@a.example");
    assertThat(addresses(paid)).containsExactly("lee@a.example");
  }

  @Test
  void what_happens_again_is_answered_again_and_what_stays_is_not() {
    pending("kim@a.example");
    ScheduledEmailId email = standing("on approval", "{}");

    sql("update registration set status = 'approved'");
    sql("update registration set status = 'confirmed'");
    sql("update registration set status = 'approved', phone = '1'");
    sql("update registration set name = 'Kim'");
    chain.sweep();
    sql("update registration set status = 'rejected'");
    sql("update registration set status = 'approved'");
    sql("update registration set status = 'rejected'");
    sql("update registration set status = 'approved'");
    chain.sweep();

    assertThat(chain.deliveries(email).stream().map(DeliveryRecord::getOccurrence))
        .containsExactly(1, 2, 3);
    assertThat(chain.statuses(email)).containsOnly("sent");
    assertThat(chain.standing(email)).isEqualTo("active");
  }

  @Test
  void each_bulletin_is_told_once_to_everybody_concerned_in_its_own_words() {
    pending("kim@a.example");
    pending("lee@a.example");
    pending("max@a.example");
    sql("update registration set category = 'Art' where email = 'max@a.example'");
    ScheduledEmailId email = standing("on bulletin post", "{\"category\": \"Food\"}");
    sql(
        "update scheduled_email set subject = '{{bulletin_title}}',"
            + " text = '{{bulletin_text}} {{bulletin_link}}'");

    sql(
        "insert into bulletin (event_id, title, body, link)"
            + " select id, 'Rain', 'Bring {{first_name}} boots', 'https://a.example/1' from event");
    sql("insert into bulletin (event_id, title) select id, 'Sun' from event");
    sql("insert into bulletin (event_id, title) select id, 'A mistake' from event");
    sql("delete from bulletin where title = 'A mistake'");
    chain.sweep();
    sql("update bulletin set title = 'Changed'");
    chain.sweep();

    assertThat(addresses(email))
        .containsExactlyInAnyOrder(
            "kim@a.example", "kim@a.example", "lee@a.example", "lee@a.example");
    assertThat(chain.statuses(email)).containsOnly("sent");
    assertThat(chain.provider.requests().stream().map(StandingEmailTest::letter).distinct())
        .containsExactlyInAnyOrder("Rain|Bring {{first_name}} boots https://a.example/1", "Sun| ");
    assertThat(happenings()).isZero();
    assertThat(books()).allSatisfy(each -> assertThat(each.broken()).isEmpty());
  }

  /// With the first recipient's values.
  private static String letter(MailRequest request) {
    String letter = request.subject() + "|" + request.text();
    for (var each : request.recipients().getFirst().substitutions().entrySet()) {
      letter = letter.replace(each.getKey(), each.getValue());
    }
    return letter;
  }

  @Test
  void a_change_that_is_rolled_back_has_not_happened() {
    pending("kim@a.example");
    ScheduledEmailId email = standing("on approval", "{}");

    db.database().rehearse(tx -> tx.dsl().execute("update registration set status = 'approved'"));
    chain.sweep();

    assertThat(chain.deliveries(email)).isEmpty();
  }

  @Test
  void an_address_that_was_another_ones_has_its_own_occurrence() {
    long kim = pending("kim@a.example");
    ScheduledEmailId email = standing("on approval", "{}");
    sql("update registration set status = 'approved'");
    chain.sweep();
    sql("update registration set email = 'kim@b.example' where id = " + kim);
    pending("kim@a.example");
    sql("update registration set status = 'approved'");
    chain.sweep();

    assertThat(addresses(email)).containsExactly("kim@a.example", "kim@a.example");
    assertThat(chain.statuses(email)).containsOnly("sent");
  }

  @Test
  void the_filter_and_suppressions_hold_as_everywhere() {
    pending("kim@a.example");
    pending("lee@a.example");
    pending("max@a.example");
    sql("update registration set category = 'Art' where email = 'max@a.example'");
    chain.rows.suppression("lee@a.example").insert();
    ScheduledEmailId email = standing("on approval", "{\"category\": \"Food\"}");

    sql("update registration set status = 'approved'");
    chain.sweep();

    assertThat(addresses(email)).containsExactly("kim@a.example", "lee@a.example");
    assertThat(chain.statuses(email)).containsExactly("sent", "skipped");
    assertThat(chain.deliveries(email).getLast().getSkipReason()).isEqualTo("suppressed");
  }

  @Test
  void what_was_said_when_it_happened_is_sent_and_an_edit_reaches_what_happens_later() {
    pending("kim@a.example");
    pending("lee@a.example");
    ScheduledEmailId email = standing("on approval", "{}");
    sql("update registration set status = 'approved' where email = 'kim@a.example'");
    chain.app.delivery().happenings().runOnce();

    edit(email, "Another subject");
    sql("update registration set status = 'approved'");
    chain.sweep();
    // Kim's is blocked, and retried later.
    chain.post(chain.blocked(chain.deliveries(email).getFirst(), 1));
    chain.clock.tick(Chain.HOUR);
    chain.sweep();

    List<String> sent = new ArrayList<>();
    for (MailRequest request : chain.provider.requests()) {
      request.recipients().forEach(to -> sent.add(to.to().address() + ": " + request.subject()));
    }
    assertThat(sent)
        .containsExactlyInAnyOrder(
            "kim@a.example: See you soon",
            "lee@a.example: Another subject",
            "kim@a.example: See you soon");
  }

  @Test
  void paused_it_waits_and_goes_out_when_it_is_resumed_and_it_cannot_be_deleted() {
    pending("kim@a.example");
    ScheduledEmailId email = standing("on approval", "{}");
    db.database().run(tx -> chain.app.scheduleControl().pause(tx, email, "ann"));

    sql("update registration set status = 'approved'");
    chain.sweep();
    assertThat(chain.statuses(email)).containsExactly("queued");
    assertThat(chain.provider.recipients()).isEmpty();
    assertThat(
            refused(() -> db.database().transaction(tx -> chain.app.schedule().delete(tx, email))))
        .contains("is a standing email and is not deleted");
    assertThat(refused(() -> chain.app.delivery().sendNow().send(email, Optional.empty())))
        .contains("is a standing email: it goes out on approval");

    db.database().run(tx -> chain.app.scheduleControl().resume(tx, email, "ann"));
    chain.sweep();

    assertThat(chain.standing(email)).isEqualTo("active");
    assertThat(chain.statuses(email)).containsExactly("sent");
  }

  @Test
  void an_event_that_is_not_live_says_nothing_and_one_that_was_cancelled_only_that() {
    pending("kim@a.example");
    ScheduledEmailId approval = standing("on approval", "{}");
    ScheduledEmailId cancellation = standing("on event cancellation", "{}");
    sql("update event set status = 'draft'");
    sql("update registration set status = 'approved'");
    chain.sweep();
    assertThat(chain.standing(approval)).isEqualTo("paused event_not_live");
    sql("update event set status = 'live'");
    chain.sweep();
    assertThat(chain.standing(approval)).isEqualTo("active");
    assertThat(chain.provider.recipients()).as("what happened before is past").isEmpty();

    sql("update event set status = 'cancelled'");
    sql("update registration set status = 'rejected'");
    sql("update registration set status = 'approved'");
    chain.sweep();

    assertThat(chain.deliveries(approval)).isEmpty();
    assertThat(chain.standing(approval)).isEqualTo("paused event_not_live");
    assertThat(chain.statuses(cancellation)).containsExactly("sent");
    assertThat(chain.standing(cancellation)).isEqualTo("active");
  }

  @Test
  void several_changes_of_an_event_at_once_are_told_as_one_and_a_later_one_again() {
    pending("kim@a.example");
    pending("lee@a.example");
    ScheduledEmailId email = standing("on event update", "{}");
    sql("update event set venue = 'Town Hall'");
    sql("update event set event_time = '5 pm'");
    sql("update event set description = 'Not worth an email'");
    chain.sweep();
    sql("update event set venue = 'Harbor'");
    chain.sweep();

    assertThat(chain.deliveries(email).stream().map(DeliveryRecord::getOccurrence))
        .containsExactly(1, 1, 2, 2);
  }

  @Test
  void old_news_that_is_loaded_silently_is_not_answered() {
    pending("kim@a.example");
    ScheduledEmailId email = standing("on approval", "{}");

    db.database()
        .run(
            tx -> {
              tx.dsl().execute("set local mailctl.silent = 'on'");
              tx.dsl().execute("update registration set status = 'approved'");
            });
    sql("update registration set phone = '1'");
    chain.sweep();

    assertThat(chain.deliveries(email)).isEmpty();
  }

  @Test
  void promotional_answers_wait_for_the_end_of_quiet_hours_and_transactional_ones_do_not() {
    // Nine in the morning in Halifax.
    pending("kim@a.example");
    sql("update organization set quiet_from = '08:00', quiet_until = '10:00'");
    ScheduledEmailId promotional = standing("on approval", "{}");
    ScheduledEmailId transactional = standing("on approval", "{}");
    sql("update scheduled_email set kind = 'transactional' where id = " + transactional);

    sql("update registration set status = 'approved'");
    chain.sweep();
    assertThat(chain.statuses(transactional)).containsExactly("sent");
    assertThat(chain.statuses(promotional)).containsExactly("queued");
    assertThat(chain.only(promotional).getDueAt()).isEqualTo(Instant.parse("2026-06-01T13:00:00Z"));

    chain.clock.tick(Chain.HOUR);
    chain.sweep();
    assertThat(chain.statuses(promotional)).containsExactly("sent");
  }

  @Test
  void content_that_cannot_be_rendered_pauses_it_and_what_happened_is_told_when_it_is_mended() {
    pending("kim@a.example");
    ScheduledEmailId email = standing("on approval", "{}");
    sql("update scheduled_email set subject = 'Hello {{frist_name}}'");
    sql("update registration set status = 'approved'");
    chain.sweep();
    assertThat(chain.standing(email)).isEqualTo("paused invalid_content");
    assertThat(happenings()).isEqualTo(1);

    edit(email, "Hello {{first_name}}");
    db.database().run(tx -> chain.app.scheduleControl().resume(tx, email, "ann"));
    chain.sweep();

    assertThat(chain.provider.recipients()).containsExactly("kim@a.example");
  }

  @Test
  void four_at_once_answer_each_change_once() throws Exception {
    for (int i = 0; i < 40; i++) {
      pending("p" + i + "@a.example");
    }
    ScheduledEmailId email = standing("on approval", "{}");
    sql("update registration set status = 'approved'");
    List<App> apps = List.of(chain.open(), chain.open(), chain.open(), chain.open());
    List<Callable<Object>> sweeps = new ArrayList<>();
    apps.forEach(app -> sweeps.add(() -> app.sweep().runOnce(100)));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Object> each : threads.invokeAll(sweeps)) {
        each.get();
      }
    } finally {
      apps.forEach(App::close);
    }

    assertThat(chain.provider.recipients()).hasSize(40).doesNotHaveDuplicates();
    assertThat(chain.deliveries(email)).hasSize(40);
  }

  @Test
  void the_daemon_is_to_wake_up_for_what_happened() {
    pending("kim@a.example");
    standing("on approval", "{}");
    assertThat(chain.app.delivery().nextWork().at()).isEmpty();

    sql("update registration set status = 'approved'");

    assertThat(chain.app.delivery().nextWork().at()).isPresent();
  }

  private long pending(String address) {
    return chain
        .rows
        .registration()
        .with(REGISTRATION.EMAIL, address)
        .with(REGISTRATION.STATUS, "pending")
        .with(REGISTRATION.CATEGORY, "Food")
        .insert()
        .getId();
  }

  private ScheduledEmailId standing(String trigger, String filter) {
    return new ScheduledEmailId(
        chain
            .rows
            .scheduledEmail()
            .with(SCHEDULED_EMAIL.STATUS, "active")
            .with(SCHEDULED_EMAIL.TRIGGER, trigger)
            .with(SCHEDULED_EMAIL.DUE_AT, null)
            .with(SCHEDULED_EMAIL.TEXT, "No more: {{unsubscribe_link}}")
            .with(SCHEDULED_EMAIL.FILTER, org.jooq.JSONB.valueOf(filter))
            .insert()
            .getId());
  }

  private void edit(ScheduledEmailId email, String subject) {
    Optional<String> same = Optional.empty();
    db.database()
        .run(
            tx ->
                chain
                    .app
                    .schedule()
                    .edit(
                        tx,
                        email,
                        new EmailChange(
                            same, Optional.empty(), Optional.of(subject), same, same, same)));
  }

  @Test
  void a_piece_that_all_share_is_sent_as_it_was_when_it_happened() {
    pending("kim@a.example");
    ScheduledEmailId email = standing("on approval", "{}");
    sql(
        "insert into partial (organization_id, name, html, text, updated_at)"
            + " select id, 'footer', '', 'The old footer', now() from organization");
    sql("update scheduled_email set text = text || ' {{> footer}}'");
    sql("update registration set status = 'approved'");
    chain.app.delivery().happenings().runOnce();

    sql("update scheduled_email set text = 'No more: {{unsubscribe_link}}'");
    sql("delete from partial");
    chain.sweep();

    assertThat(chain.statuses(email)).containsExactly("sent");
    assertThat(chain.provider.requests().getLast().text()).endsWith("The old footer");
  }

  private void sql(String statement) {
    db.database().run(tx -> tx.dsl().execute(statement));
  }

  private int happenings() {
    return db.database().transaction(tx -> tx.dsl().fetchCount(HAPPENING));
  }

  private List<EmailBooks> books() {
    List<EmailBooks> all = new ArrayList<>();
    chain.app.delivery().ledger().verify(new Rebuild.Scope.All(), 3, all::add);
    return all;
  }

  private List<String> addresses(ScheduledEmailId email) {
    return chain.deliveries(email).stream().map(DeliveryRecord::getEmail).toList();
  }

  private static String refused(Runnable work) {
    try {
      work.run();
      return "";
    } catch (mailctl.database.Refusal e) {
      return String.valueOf(e.getMessage());
    }
  }
}
