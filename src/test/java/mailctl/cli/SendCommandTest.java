package mailctl.cli;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SendCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  private SendingCommands commands() {
    return new SendingCommands(db);
  }

  @Test
  void says_what_happened_and_the_second_time_that_nothing_is_left() {
    SendingCommands it = commands();
    long email = it.emailTo(2);
    it.rows.registration().with(REGISTRATION.EMAIL, "out@a.example").insert();
    it.rows.suppression("out@a.example").insert();

    assertThat(it.run("send", "--id", "" + email))
        .isEqualTo(
            new CommandRun.Result(
                0, "", "scheduled email 1 (Welcome) is sent: sent 2, skipped 1 (1 suppressed)\n"));
    assertThat(it.run("send", "--id", "" + email).stderr())
        .isEqualTo(
            "scheduled email 1 (Welcome) was sent before, nothing is left to do: sent 2,"
                + " skipped 1 (1 suppressed)\n");
    assertThat(it.provider.recipients()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void with_json_the_report_is_one_object() {
    SendingCommands it = commands();
    it.emailTo(2);

    assertThat(it.run("send", "--id", "1", "--json"))
        .isEqualTo(
            new CommandRun.Result(
                0,
                """
                {
                  "scheduled_email_id" : "1",
                  "name" : "Welcome",
                  "status" : "sent",
                  "planned" : 2,
                  "deliveries" : {
                    "sent" : 2
                  },
                  "skipped" : { },
                  "run" : {
                    "sent" : 2,
                    "failed" : 0,
                    "in_doubt" : 0,
                    "skipped" : 0
                  },
                  "troubles" : [ ],
                  "dry_run" : false
                }
                """,
                ""));
  }

  @Test
  void a_dry_run_plans_and_changes_nothing() {
    SendingCommands it = commands();
    it.emailTo(3);

    assertThat(it.run("send", "--id", "1", "-n"))
        .isEqualTo(
            new CommandRun.Result(
                0,
                "scheduled email 1 (Welcome) would go to 3 recipients\n",
                "dry run: nothing was sent\n"));
    assertThat(it.status(1)).isEqualTo("scheduled");
    assertThat(it.statuses(1)).isEmpty();
    assertThat(it.provider.requests()).isEmpty();
  }

  @Test
  void a_wrong_key_is_77_with_the_providers_words_and_uses_nothing_up() {
    SendingCommands it = commands();
    it.emailTo(2);
    it.answer(ReturnCause.UNAUTHORIZED, "401: The provided authorization grant is invalid");

    CommandRun.Result result = it.run("send", "--id", "1");

    assertThat(result.exitCode()).isEqualTo(77);
    assertThat(result.stderr())
        .isEqualTo(
            """
            scheduled email 1 (Welcome) is sending: queued 2
            mailctl: SendGrid refused the API key: 401: The provided authorization grant is invalid; \
            2 recipients still queued
            Try: set the right sendgrid.api-key; then the next mailctl sweep goes on
            """);
    it.provider.answer(_ -> it.provider.accept());
    it.clock.tick(java.time.Duration.ofMinutes(1));
    assertThat(it.run("sweep").exitCode()).isZero();
    assertThat(it.statuses(1)).containsOnly("sent");
  }

  @Test
  void an_unverified_sender_is_77_and_json_holds_both_the_report_and_the_error() {
    SendingCommands it = commands();
    it.emailTo(1);
    it.answer(ReturnCause.FORBIDDEN, "403: The from address does not match a verified Sender");

    CommandRun.Result result = it.run("send", "--id", "1", "--json");

    assertThat(result.exitCode()).isEqualTo(77);
    assertThat(result.stdout())
        .contains("\"halt\" : {\n    \"cause\" : \"forbidden\"", "\"queued\" : 1");
    assertThat(result.stderr())
        .contains("\"code\" : \"denied\"", "SendGrid does not allow this: 403: The from address");
  }

  @Test
  void what_time_will_mend_is_75_or_69() {
    SendingCommands it = commands();
    it.emailTo(1);
    it.answer(ReturnCause.RATE_LIMITED, "429: too many requests");
    assertThat(it.run("send", "--id", "1").exitCode()).isEqualTo(75);

    it.clock.tick(java.time.Duration.ofMinutes(1));
    it.answer(ReturnCause.NOT_CONNECTED, "connection refused");
    CommandRun.Result result = it.run("send", "--id", "1");
    assertThat(result.exitCode()).isEqualTo(69);
    assertThat(result.stderr()).contains("mailctl: cannot reach SendGrid: connection refused");
  }

  @Test
  void refused_recipients_are_results_unless_strict() {
    SendingCommands it = commands();
    it.emailTo(2);
    it.provider.answer(
        request ->
            request.recipients().size() == 2
                ? new SubmissionOutcome.Rejected(
                    "400", Map.of(0, "Does not contain a valid address"))
                : it.provider.accept());

    CommandRun.Result result = it.run("send", "--id", "1");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stderr())
        .isEqualTo(
            "scheduled email 1 (Welcome) is sent: sent 1, failed 1\n"
                + "  failed 1: Does not contain a valid address\n");
    assertThat(it.run("send", "--id", "1", "--strict").exitCode()).isEqualTo(1);
  }

  @Test
  void doubts_are_told_and_make_strict_fail() {
    SendingCommands it = commands();
    it.emailTo(1);
    it.provider.answer(new SubmissionOutcome.InDoubt("timed out after 20 s"));

    CommandRun.Result result = it.run("send", "--id", "1", "--strict");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).contains("in doubt 1").contains("timed out after 20 s");
  }

  @Test
  void one_registration_is_sent_to_and_the_rest_waits_for_its_time() {
    SendingCommands it = commands();
    it.emailTo(2);

    assertThat(it.run("send", "--id", "1", "--registration", "2").stderr())
        .isEqualTo("scheduled email 1 (Welcome) to registration 2: sent 1\n");
    assertThat(it.status(1)).isEqualTo("scheduled");
    assertThat(it.provider.recipients()).hasSize(1);
    assertThat(it.run("send", "--id", "1", "--registration", "2").stderr())
        .contains("to registration 2 was sent before");
    it.run("send", "--id", "1");
    assertThat(it.provider.recipients()).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void a_registration_that_is_not_in_the_audience_is_refused_with_the_reason() {
    SendingCommands it = commands();
    it.emailTo(1);
    it.rows.suppression("shut@a.example").insert();
    long other = it.rows.registration().with(REGISTRATION.EMAIL, "shut@a.example").insert().getId();

    CommandRun.Result suppressed = it.run("send", "--id", "1", "--registration", "" + other);
    assertThat(suppressed.exitCode()).isEqualTo(1);
    assertThat(suppressed.stderr()).contains("registration 2 is skipped: suppressed (");
    assertThat(it.statuses(1)).isEmpty();

    CommandRun.Result missing = it.run("send", "--id", "1", "--registration", "99");
    assertThat(missing.exitCode()).isEqualTo(66);
    assertThat(missing.stderr()).contains("no registration 99");

    it.rows
        .scheduledEmail()
        .with(SCHEDULED_EMAIL.FILTER, org.jooq.JSONB.valueOf("{\"status\": [\"invited\"]}"))
        .insert();
    CommandRun.Result unselected = it.run("send", "--id", "2", "--registration", "1");
    assertThat(unselected.exitCode()).isEqualTo(66);
    assertThat(unselected.stderr())
        .contains("registration 1 is not in the audience: the filter is status=invited");
  }

  @Test
  void an_unknown_id_is_66_and_says_where_it_looked() {
    CommandRun.Result result = commands().run("send", "--id", "7");

    assertThat(result.exitCode()).isEqualTo(66);
    assertThat(result.stderr())
        .startsWith("mailctl: no scheduled email 7 in PostgreSQL at ")
        .endsWith("Try: mailctl schedule list\n");
    assertThat(commands().run("send", "--id", "-1").exitCode()).isEqualTo(66);
    assertThat(commands().run("send", "--id", "x").exitCode()).isEqualTo(2);
  }

  @Test
  void an_unknown_variable_is_65_before_anything_is_planned() {
    SendingCommands it = commands();
    it.rows.scheduledEmail().with(SCHEDULED_EMAIL.TEXT, "Dear {{first_nam}}").insert();

    CommandRun.Result result = it.run("send", "--id", "1");

    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.stderr()).contains("first_nam", "first_name", "line 1");
    assertThat(it.status(1)).isEqualTo("scheduled");
  }

  @Test
  void a_cancelled_event_sends_nothing() {
    SendingCommands it = commands();
    long event = it.rows.event().with(EVENT.STATUS, "cancelled").insert().getId();
    it.rows.scheduledEmail().with(SCHEDULED_EMAIL.EVENT_ID, event).insert();

    CommandRun.Result result = it.run("send", "--id", "1");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).contains("is not sent: its event ", " is cancelled");
  }

  @Test
  void without_a_key_nothing_is_planned() {
    SendingCommands it = commands();
    it.emailTo(1);

    CommandRun.Result result = it.without().run("send", "--id", "1");

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.stderr()).contains("no SendGrid API key is set");
    assertThat(it.status(1)).isEqualTo("scheduled");
  }

  @Test
  void a_person_is_asked_above_a_thousand_recipients_and_a_script_is_not() {
    SendingCommands it = commands();
    long email = it.emailTo(1);
    it.db
        .database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "insert into registration (event_id, email, name, status) select event_id,"
                            + " 'p' || n || '@b.example', '', 'approved' from scheduled_email,"
                            + " generate_series(1, 1000) n"));

    CommandRun.Result no = it.on().person(80).stdin("n\n").run("send", "--id", "" + email);
    assertThat(no.exitCode()).isEqualTo(1);
    assertThat(no.stderr()).startsWith("Send to 1,001 recipients? [y/N] ");
    assertThat(it.status(email)).isEqualTo("scheduled");

    assertThat(it.run("send", "--id", "" + email).exitCode()).isZero();
    assertThat(it.provider.recipients()).hasSize(1_001).doesNotHaveDuplicates();
  }

  @Test
  void a_held_email_goes_out_when_a_person_says_so() {
    SendingCommands it = commands();
    it.rows.scheduledEmail().with(SCHEDULED_EMAIL.STATUS, "held").insert();
    it.rows.registration().insert();

    CommandRun.Result one = it.run("send", "--id", "1", "--registration", "1");
    assertThat(one.exitCode()).isEqualTo(1);
    assertThat(one.stderr()).contains("is held (late)");
    assertThat(it.run("send", "--id", "1").exitCode()).isZero();
    assertThat(it.status(1)).isEqualTo("sent");
  }

  @Test
  void an_empty_audience_is_said() {
    SendingCommands it = commands();
    it.rows.scheduledEmail().with(SCHEDULED_EMAIL.NAME, "Nobody").insert();

    assertThat(it.run("send", "--id", "1").stderr()).contains("has nobody to go to");
    assertThat(Optional.of(it.status(1))).contains("failed");
  }
}
