package mailctl.cli;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mailctl.provider.ReturnCause;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SweepCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  private SendingCommands commands() {
    return new SendingCommands(db);
  }

  @Test
  void sends_what_is_due_and_says_so() {
    SendingCommands it = commands();
    it.emailTo(2);

    assertThat(it.run("sweep"))
        .isEqualTo(new CommandRun.Result(0, "", "emails started 1, sent 2\n"));
    assertThat(it.run("sweep")).isEqualTo(new CommandRun.Result(0, "", "nothing was due\n"));
  }

  @Test
  void json_counts_everything() {
    SendingCommands it = commands();
    it.emailTo(1);

    assertThat(it.run("sweep", "--json").stdout())
        .isEqualTo(
            """
            {
              "inbox" : {
                "posts" : 0,
                "events" : 0,
                "applied" : 0,
                "duplicates" : 0,
                "ignored" : 0,
                "parked_events" : 0,
                "parked_posts" : 0,
                "failed_posts" : 0
              },
              "matched" : {
                "looked" : 0,
                "applied" : 0,
                "still_parked" : 0
              },
              "taken_over" : 0,
              "doubts" : {
                "accepted" : 0,
                "returned" : 0,
                "left" : 0
              },
              "emails" : {
                "followed" : 0,
                "started" : 1,
                "answered_deliveries" : 0,
                "canaries_passed" : 0,
                "canaries_failed" : 0,
                "experiments_decided" : 0,
                "experiments_stopped" : 0,
                "held" : 0,
                "paused" : 0,
                "finished" : 0
              },
              "deliveries" : {
                "sent" : 1,
                "failed" : 0,
                "in_doubt" : 0,
                "skipped" : 0
              },
              "dry_run" : false
            }
            """);
  }

  @Test
  void the_limit_counts_scheduled_emails() {
    SendingCommands it = commands();
    it.emailTo(1);
    it.rows.scheduledEmail().insert();

    assertThat(it.run("sweep", "--limit", "1").stderr()).contains("emails started 1, sent 1");
    assertThat(it.status(2)).isEqualTo("scheduled");
    assertThat(it.run("sweep", "--limit", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void a_dry_run_lists_emails_and_retries_and_changes_nothing() {
    SendingCommands it = commands();
    it.emailTo(2);
    long sent =
        it.rows
            .scheduledEmail()
            .with(SCHEDULED_EMAIL.STATUS, "sent")
            .with(SCHEDULED_EMAIL.NAME, "Before")
            .insert()
            .getId();
    it.rows
        .delivery(sent, "retry@a.example", "retrying")
        .with(DELIVERY.DUE_AT, TestRows.NOW)
        .insert();

    CommandRun.Result result = it.run("sweep", "--dry-run");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout().lines())
        .containsExactly(
            "1\tevent-2\t2026-06-01T12:00:00Z\tsend\t3\tWelcome", "2\tevent-2\t\tretry\t1\tBefore");
    assertThat(result.stderr()).isEqualTo("dry run: nothing was changed\n");
    assertThat(it.status(1)).isEqualTo("scheduled");
    assertThat(it.provider.requests()).isEmpty();
    assertThat(it.run("sweep", "-n", "--json").stdout())
        .contains("\"action\" : \"send\"", "\"recipients\" : 3", "\"retrying\" : 1");
  }

  @Test
  void what_is_far_too_late_would_be_held_and_is() {
    SendingCommands it = commands();
    it.emailTo(1);
    it.clock.tick(Duration.ofDays(8));

    assertThat(it.run("sweep", "-n").stdout()).contains("\thold\t");
    assertThat(it.run("sweep").stderr()).isEqualTo("emails held 1\n");
    assertThat(it.status(1)).isEqualTo("held");
  }

  @Test
  void without_a_key_the_inbox_is_processed_and_nothing_is_started() {
    SendingCommands it = commands();
    it.rows.webhookPost().insert();

    CommandRun.Result idle = it.without().run("sweep");
    assertThat(idle).isEqualTo(new CommandRun.Result(0, "", "webhook posts processed 1\n"));

    it.emailTo(1);
    it.rows.webhookPost().insert();
    CommandRun.Result due = it.without().run("sweep");
    assertThat(due.exitCode()).isEqualTo(78);
    assertThat(due.stderr()).contains("webhook posts processed 1\n", "no SendGrid API key is set");
    assertThat(it.status(1)).isEqualTo("scheduled");
    assertThat(
            db.database()
                .<Integer>transaction(
                    tx -> tx.dsl().fetchCount(WEBHOOK_POST, WEBHOOK_POST.STATE.eq("received"))))
        .isZero();
  }

  @Test
  void a_halt_ends_with_the_code_of_its_kind_after_the_report() {
    SendingCommands it = commands();
    it.emailTo(1);
    it.answer(ReturnCause.CREDITS_EXHAUSTED, "401: Maximum credits exceeded");

    CommandRun.Result result = it.run("sweep");

    assertThat(result.exitCode()).isEqualTo(77);
    assertThat(result.stderr())
        .startsWith("emails started 1\nmailctl: the SendGrid account has no credits left: 401: ")
        .contains("1 recipient still queued");
  }
}
