package mailctl.cli;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SEND_PLAN_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.jooq.JSONB;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class PlanCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingCommands it;

  @BeforeEach
  void setUp() {
    it = new SendingCommands(db);
    it.rows
        .scheduledEmail()
        .with(SCHEDULED_EMAIL.NAME, "Hello")
        .with(
            SCHEDULED_EMAIL.FILTER,
            JSONB.valueOf("{\"status\": [\"approved\"], \"category\": [\"Food\", \"Art\"]}"))
        .with(
            SCHEDULED_EMAIL.TEXT,
            "{{#if vendor_category is Food}}Cook {{phone|-}}{{else}}Paint{{/if}} {{first_name}}")
        .insert();
    it.rows.suppression("out@a.example").insert();
    person("cook@a.example", "Food", "approved");
    person("paint@a.example", "Art", "approved");
    person("out@a.example", "Art", "approved");
    person("other@a.example", "Vintage", "approved");
    person("no@a.example", "Food", "rejected");
  }

  private void person(String email, String category, String status) {
    it.rows
        .registration()
        .with(REGISTRATION.EMAIL, email)
        .with(REGISTRATION.CATEGORY, category)
        .with(REGISTRATION.STATUS, status)
        .insert();
  }

  @Test
  void a_plan_shows_whom_and_what_and_changes_nothing_else() {
    CommandRun.Result plan = it.run("plan", "--id", "1");

    assertThat(plan.exitCode()).as(plan.toString()).isZero();
    assertThat(plan.stdout())
        .startsWith("plan 1: scheduled email 1 (Hello), scheduled\ncontent ")
        .contains(
            """
            5 registrations of the event
              status=approved: fits 4, 4 left
              category=Art,Food: fits 4, 3 left
              skipped, suppressed: 1
            2 recipients
              vendor_category is Food: 1, such as registration 1
              vendor_category is not Food: 1, such as registration 2
              no value for {{phone|-}}: 1, such as registration 1
            when it is through is not known\
            """);
    assertThat(it.status(1)).isEqualTo("scheduled");
    assertThat(it.statuses(1)).isEmpty();
    assertThat(it.run("plan", "--id", "1", "--json").stdout())
        .contains(
            "\"plan_id\" : \"2\"", "\"included\" : 2", "\"suppressed\" : 1", "\"matching\" : 4");
    assertThat(it.run("plan", "--id", "9").exitCode()).isEqualTo(66);
  }

  @Test
  void the_end_follows_from_the_budget() {
    it.run("budget", "set", "--per-second", "1");

    assertThat(it.run("plan", "--id", "1").stdout())
        .contains(
            "through by 2026-06-01T12:00:02Z, begun at 2026-06-01T12:00:00Z with 1.0 a second (the"
                + " budget of all processes)");
  }

  @Test
  void exactly_what_was_planned_is_sent_once() {
    it.run("plan", "--id", "1");

    assertThat(it.run("send", "--plan", "1").stderr()).contains("is sent", "sent 2");
    assertThat(it.provider.recipients())
        .containsExactlyInAnyOrder("cook@a.example", "paint@a.example");
    assertThat(it.run("send", "--plan", "1").exitCode()).isZero();
    assertThat(it.provider.recipients()).hasSize(2);
    assertThat(it.run("plan", "--id", "1").toString())
        .contains("exit code 1", "its audience is settled");
  }

  @Test
  void whatever_differs_is_shown_and_nothing_is_sent() {
    it.run("plan", "--id", "1");
    person("new@a.example", "Food", "approved");
    it.rows.suppression("paint@a.example").insert();
    change("cook@a.example");

    CommandRun.Result refused = it.run("send", "--plan", "1");

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.stdout()).isEqualTo("joined\t6\t\nleft\t2\tis suppressed\nchanged\t1\t\n");
    assertThat(refused.stderr())
        .contains(
            "plan 1 no longer fits: 1 joined, 1 left, 1 would read something else; nothing was"
                + " sent");
    assertThat(it.run("send", "--plan", "1", "--json").stdout())
        .contains(
            "\"joined\" : 1", "\"left\" : 1", "\"changed\" : 1", "\"content_changed\" : false");
    assertThat(it.provider.requests()).isEmpty();
    assertThat(it.status(1)).isEqualTo("scheduled");
    assertThat(it.statuses(1)).isEmpty();
    it.run("plan", "--id", "1");
    assertThat(it.run("send", "--plan", "2").exitCode()).isZero();
    assertThat(it.provider.recipients())
        .containsExactlyInAnyOrder("cook@a.example", "new@a.example");
    assertThat(it.run("send", "--plan", "1").toString()).contains("exit code 1");
  }

  @Test
  void at_its_time_exactly_what_was_planned_is_sent() {
    it.run("plan", "--id", "1", "--look");
    person("new@a.example", "Food", "approved");
    assertThat(it.run("plan", "--id", "1").stderr())
        .contains("at its time exactly this is sent, or the email is held");

    assertThat(it.run("schedule", "show", "1").stdout()).contains("plan\t2: exactly that");
    assertThat(it.run("sweep", "-n").stdout()).contains("\tsend\t3\t");
    assertThat(it.run("sweep").stderr()).contains("sent 3");
    assertThat(it.run("send", "--plan", "2").exitCode()).as("it was sent by that").isZero();
    assertThat(it.run("send", "--plan", "1").exitCode()).isEqualTo(1);
    assertThat(it.provider.recipients())
        .containsExactlyInAnyOrder("cook@a.example", "paint@a.example", "new@a.example");
  }

  @Test
  void what_is_not_as_planned_at_its_time_is_held_and_shown() {
    it.run("plan", "--id", "1");
    person("new@a.example", "Food", "approved");
    it.rows.suppression("paint@a.example").insert();

    assertThat(it.run("sweep", "-n").stdout()).contains("\thold\t0\t");
    assertThat(it.run("sweep").stderr()).contains("held 1");

    assertThat(it.status(1)).isEqualTo("held");
    assertThat(it.statuses(1)).isEmpty();
    CommandRun.Result shown = it.run("schedule", "show", "1");
    assertThat(shown.stdout())
        .contains("status\theld (plan drift)\n", "\njoined\t6\t\nleft\t2\tis suppressed\n");
    assertThat(shown.stderr()).contains("as it is now: mailctl send --id 1");
    assertThat(it.run("schedule", "show", "1", "--json").stdout())
        .contains("\"plan_id\" : \"1\"", "\"plan_drift\" : {", "\"joined\" : 1");
    assertThat(it.run("sweep").stderr()).isEqualTo("nothing was due\n");
    assertThat(it.run("send", "--id", "1").stderr()).contains("sent 2");
    assertThat(it.provider.recipients())
        .containsExactlyInAnyOrder("cook@a.example", "new@a.example");
  }

  @Test
  void a_look_binds_nobody_and_takes_an_earlier_plan_back() {
    it.run("plan", "--id", "1");
    it.run("plan", "--id", "1", "--look");
    person("new@a.example", "Food", "approved");

    assertThat(it.run("sweep").stderr()).contains("sent 3");
  }

  private void change(String email) {
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(REGISTRATION)
                    .set(REGISTRATION.PHONE, "555")
                    .where(REGISTRATION.EMAIL.eq(email))
                    .execute());
  }

  @Test
  void a_value_that_the_email_does_not_show_may_change_and_the_content_may_not() {
    it.run("plan", "--id", "1");
    change("paint@a.example");
    it.rows.suppression("nobody@a.example").insert();
    assertThat(it.run("send", "--plan", "1", "--dry-run").toString())
        .contains("1 would read something else");
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(REGISTRATION)
                    .set(REGISTRATION.PHONE, "")
                    .set(REGISTRATION.WEBSITE, "https://new.example")
                    .execute());
    assertThat(it.run("send", "--plan", "1", "--dry-run").exitCode()).isZero();
    db.database()
        .run(tx -> tx.dsl().update(SCHEDULED_EMAIL).set(SCHEDULED_EMAIL.SUBJECT, "New").execute());
    assertThat(it.run("send", "--plan", "1").toString())
        .contains("exit code 1", "the content or the filter changed");
  }

  @Test
  void a_plan_keeps_no_address_and_no_value() {
    it.run("plan", "--id", "1");

    String kept =
        db.database().transaction(tx -> tx.dsl().selectFrom(SEND_PLAN_MEMBER).fetch().formatCSV());
    assertThat(kept).contains("suppressed").doesNotContain("a.example", "Kim");
    int deliveries = db.database().transaction(tx -> tx.dsl().fetchCount(DELIVERY));
    assertThat(deliveries).isZero();
  }

  @Test
  void an_unknown_plan_and_two_ways_at_once_are_refused() {
    assertThat(it.run("send", "--plan", "7").exitCode()).isEqualTo(66);
    assertThat(it.run("send").exitCode()).isEqualTo(2);
    assertThat(it.run("send", "--id", "1", "--plan", "1").exitCode()).isEqualTo(2);
    assertThat(it.run("send", "--plan", "1", "--registration", "1").exitCode()).isEqualTo(2);
  }
}
