package mailctl.scenario;

import static mailctl.database.schema.Tables.REGISTRATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.schema.tables.records.DeliveryRecord;
import mailctl.delivery.BrokenLaw;
import mailctl.delivery.EmailBooks;
import mailctl.delivery.Rebuild;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ledger after a life of its own, and after each law was broken on purpose.
final class LedgerTest {
  private static final String ANY = "(select min(delivery_id) from attempt)";

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private Chain chain;
  private ScheduledEmailId email;

  @BeforeEach
  void live() {
    chain = new Chain(db);
    email = chain.emailTo(9);
    chain.rows.registration().with(REGISTRATION.EMAIL, "gone@a.example").insert();
    chain.rows.suppression("gone@a.example").insert();
    chain.send(email);
    List<DeliveryRecord> sent =
        chain.deliveries(email).stream().filter(d -> d.getStatus().equals("sent")).toList();
    chain.clock.tick(Chain.HOUR);
    chain.post(
        chain.delivered(sent.get(0)),
        chain.bounced(sent.get(1)),
        chain.blocked(sent.get(2), 1),
        chain.event("open", sent.get(0), 1, ",\"useragent\":\"agent\""));
    chain.clock.tick(Chain.HOUR.multipliedBy(2));
    chain.sweep();
  }

  @AfterEach
  void close() {
    chain.close();
  }

  @Test
  void books_balance_after_sending_events_and_a_retry() {
    EmailBooks books = books();

    assertThat(books.broken()).isEmpty();
    assertThat(books.recipients()).isEqualTo(10);
    assertThat(books.statuses())
        .containsEntry("delivered", 1L)
        .containsEntry("bounced", 1L)
        .containsEntry("skipped", 1L)
        .containsEntry("sent", 7L);
    assertThat(books.skipped()).containsExactly(java.util.Map.entry("suppressed", 1L));
    assertThat(chain.app.delivery().ledger().verifyInstallation(10)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          one_status            | alter table delivery drop constraint delivery_status_check; update delivery set status = 'lost' where id = ANY
          sum                   | alter table delivery drop constraint delivery_status_check; update delivery set status = 'lost' where id = ANY
          sum                   | delete from provider_event where delivery_id = ANY; delete from delivery where skip_reason = 'suppressed'
          sum                   | update scheduled_email set planned_recipients = planned_recipients + 1
          own_event             | insert into event (organization_id, slug, title) select organization_id, 'other', 'Other' from event; update registration set event_id = (select id from event where slug = 'other') where id = (select min(registration_id) from delivery)
          one_delivery          | alter table delivery drop constraint delivery_scheduled_email_id_registration_id_occurrence_key; update delivery set registration_id = (select min(registration_id) from delivery)
          one_address           | drop index delivery_by_address; update delivery set email = 'Same@a.example'
          attempt_numbers       | update delivery set attempts = attempts + 1 where id = ANY
          attempt_numbers       | update attempt set number = 7 where delivery_id = ANY
          submission_recipients | update submission set recipients = recipients + 1
          same_email            | insert into scheduled_email (event_id, name, status, subject, text, trigger) select event_id, 'Other', 'cancelled', 'a', 'b', 'c' from scheduled_email; insert into submission (scheduled_email_id, state, owner, lease_until, recipients, claimed_at, called_at, settled_at) select (select id from scheduled_email where name = 'Other'), 'accepted', owner, lease_until, 1, claimed_at, called_at, settled_at from submission order by id limit 1; update attempt set submission_id = (select max(id) from submission) where delivery_id = ANY
          lease_or_outcome      | update submission set state = 'calling', settled_at = null
          lease_or_outcome      | alter table submission drop constraint settled_when_final; update submission set settled_at = null
          proof                 | update submission set state = 'in_doubt'
          not_twice             | update attempt set outcome = 'delivered' where outcome = 'blocked'
          not_on_hope           | update submission set state = 'in_doubt' where id = (select submission_id from attempt where outcome = 'blocked')
          evidence              | update submission set state = 'given_up' where id = (select max(id) from submission)
          evidence              | insert into doubt_inquiry (submission_id, asked_at, words) select max(id), now(), 'asked' from submission
          evidence              | update submission set doubted_at = settled_at where id = (select max(id) from submission)
          no_retry              | update attempt set outcome = 'bounced' where outcome = 'blocked'
          cancelled             | update scheduled_email set status = 'cancelled', finished_at = null; insert into registration (event_id, email, status) select event_id, 'late@a.example', 'approved' from scheduled_email; insert into delivery (scheduled_email_id, registration_id, email, created_at, status, status_at, due_at) select s.id, r.id, r.email, s.due_at, 'queued', s.due_at, s.due_at from scheduled_email s, registration r where r.email = 'late@a.example'
          held_back             | update delivery set status = 'retrying', due_at = '9999-01-01 00:00:00Z' where id = ANY
          history               | update provider_event set attempt_id = 999 where type = 'bounce' or type = 'bounced'
          due                   | alter table delivery drop constraint due_only_when_claimable; update delivery set due_at = status_at where id = ANY
          queue                 | insert into due_delivery (scheduled_email_id, due_at, delivery_id) select scheduled_email_id, status_at, id from delivery where id = ANY
          queue                 | update delivery set status = 'queued', due_at = status_at where id = ANY; delete from due_delivery
          whole                 | update attempt set submission_id = 999999 where delivery_id = ANY
          whole                 | update attempt set delivery_id = 999999 where delivery_id = ANY
          finished              | update delivery set status = 'queued', due_at = status_at, attempts = 0 where id = ANY
          fold                  | update delivery set reason = 'damaged' where id = ANY
          accumulators          | update attempt set opens = opens + 5
          """)
  void a_law_that_is_broken_is_named_with_its_rows(String law, String statements) {
    for (String sql : statements.split(";")) {
      chain.database().run(tx -> tx.dsl().execute(sql.replace("ANY", ANY)));
    }

    EmailBooks books = books();

    assertThat(books.balanced()).isFalse();
    assertThat(books.broken()).extracting(BrokenLaw::law).contains(law);
    BrokenLaw broken =
        books.broken().stream().filter(each -> each.law().equals(law)).findFirst().orElseThrow();
    assertThat(broken.rows()).isNotEmpty();
    assertThat(broken.count()).isGreaterThanOrEqualTo(broken.rows().size());
  }

  @ParameterizedTest
  @CsvSource({"resend, false", "retry, true"})
  void a_retry_of_what_a_person_had_sent_again_is_no_double_of_ours(String origin, boolean broken) {
    // The retried one had an attempt before, of which it turns out late that it was taken.
    String retried = "(select delivery_id from attempt where number = 2)";
    for (String sql :
        List.of(
            "update delivery set attempts = 3 where id in " + retried,
            "update attempt set number = 3 where number = 2",
            "update attempt set number = 2, origin = '"
                + origin
                + "' where number = 1 and delivery_id in "
                + retried.replace("= 2", "= 3"),
            "insert into attempt (delivery_id, number, submission_id, origin, email)"
                + " select delivery_id, 1, submission_id, 'plan', email from attempt where number = 2")) {
      chain.database().run(tx -> tx.dsl().execute(sql));
    }

    assertThat(books().broken().stream().map(BrokenLaw::law).anyMatch("not_twice"::equals))
        .isEqualTo(broken);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          posts           | update webhook_post set events = null
          post_parked     | insert into parked_event (webhook_post_id, element, reason, body, parked_at) select id, n, 'malformed', '', now() from webhook_post, generate_series(0, 9) n; delete from provider_event
          post_events     | update webhook_post set events = 1
          history_orphans | update provider_event set delivery_id = 999
          """)
  void a_law_of_the_inbox_that_is_broken_is_named(String law, String sql) {
    for (String each : sql.split(";")) {
      chain.database().run(tx -> tx.dsl().execute(each));
    }

    List<BrokenLaw> broken = chain.app.delivery().ledger().verifyInstallation(10);

    assertThat(broken).extracting(BrokenLaw::law).containsExactly(law);
    assertThat(broken.getFirst().rows()).isNotEmpty();
  }

  @Test
  void what_a_person_sent_again_and_a_late_event_are_no_break() {
    // Lost by a person's word, sent again, blocked, retried; then the lost one turns up.
    chain
        .database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "insert into attempt (delivery_id, number, submission_id, origin, email)"
                            + " select delivery_id, 3, (select max(id) from submission), 'retry',"
                            + " email from attempt where number = 2"));
    for (String sql :
        List.of(
            "update attempt set origin = 'resend', rejection = 'refused' where number = 2",
            "update attempt set outcome = 'delivered' where number = 1 and outcome = 'blocked'")) {
      chain.database().run(tx -> tx.dsl().execute(sql));
    }

    assertThat(books().broken())
        .extracting(BrokenLaw::law)
        .doesNotContain("not_twice", "not_on_hope", "no_retry");
  }

  @Test
  void a_bounce_that_was_heard_after_the_retry_is_no_break() {
    DeliveryRecord retried =
        chain.deliveries(email).stream()
            .filter(d -> d.getAttempts() == 2)
            .findFirst()
            .orElseThrow();
    chain.post(chain.bounced(retried));

    assertThat(books().broken()).isEmpty();
  }

  @Test
  void another_ladder_of_retries_is_shown_and_breaks_nothing() {
    List<DeliveryRecord> sent =
        chain.deliveries(email).stream().filter(d -> d.getAttempts() == 1).toList();
    DeliveryRecord last = sent.getLast();
    chain.post(chain.blocked(last, 1));
    chain
        .database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "update delivery set due_at = due_at + interval '1 hour' where id = "
                            + last.getId()));

    assertThat(books().broken()).isEmpty();
    assertThat(books().bySettings())
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.law()).isEqualTo("retry_ladder");
              assertThat(each.rows()).extracting(BrokenLaw.Row::id).containsExactly(last.getId());
            });

    chain
        .database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "update delivery set status = 'failed', due_at = null where id = "
                            + last.getId()));
    assertThat(books().balanced()).isTrue();
    assertThat(books().bySettings()).hasSize(1);
  }

  @Test
  void cancelling_in_between_is_no_break() {
    DeliveryRecord last =
        chain.deliveries(email).stream()
            .filter(d -> d.getStatus().equals("sent"))
            .toList()
            .getLast();
    chain
        .database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "update scheduled_email set status = 'cancelled', finished_at = null"));
    chain.post(chain.blocked(last, last.getAttempts()));

    assertThat(books().broken()).isEmpty();
  }

  @Test
  void thousands_are_counted_and_the_first_are_named() {
    chain
        .database()
        .run(
            tx -> {
              tx.dsl()
                  .execute(
                      "insert into registration (event_id, email, status) select event_id,"
                          + " 'many-' || n || '@a.example', 'approved' from scheduled_email,"
                          + " generate_series(1, 2500) n");
              tx.dsl()
                  .execute(
                      "insert into delivery (scheduled_email_id, registration_id, email,"
                          + " created_at, status, status_at, attempts) select "
                          + email.value()
                          + ", id, email, now(), 'bounced', now(), 1 from registration"
                          + " where email like 'many-%'");
            });

    EmailBooks books = books();

    assertThat(books.recipients()).isEqualTo(2510);
    assertThat(books.broken())
        .filteredOn(each -> each.law().equals("attempt_numbers"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.count()).isEqualTo(2500);
              assertThat(each.rows()).hasSize(3);
            });
    assertThat(books.broken())
        .filteredOn(each -> each.law().equals("fold"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.count()).isGreaterThanOrEqualTo(2500);
              assertThat(each.rows()).hasSize(3);
            });
  }

  private EmailBooks books() {
    List<EmailBooks> all = new ArrayList<>();
    chain.app.delivery().ledger().verify(new Rebuild.Scope.All(), 3, all::add);
    return all.stream().filter(each -> each.id() == email.value()).findFirst().orElseThrow();
  }
}
