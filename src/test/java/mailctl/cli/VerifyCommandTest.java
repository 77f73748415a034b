package mailctl.cli;

import static mailctl.database.schema.Tables.REGISTRATION;
import static org.assertj.core.api.Assertions.assertThat;

import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class VerifyCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingCommands commands;
  private long email;

  @BeforeEach
  void sent() {
    commands = new SendingCommands(db);
    email = commands.emailTo(3);
    commands.rows.registration().with(REGISTRATION.EMAIL, "gone@a.example").insert();
    commands.rows.suppression("gone@a.example").insert();
    // One request: several workers may share even three recipients.
    commands.run("send", "--id", "" + email, "--yes", "--set", "send.concurrency=1");
  }

  @Test
  void books_that_balance_are_one_line() {
    assertThat(commands.run("verify", "--all"))
        .isEqualTo(
            new CommandRun.Result(
                0,
                "email "
                    + email
                    + " (Welcome): 4 recipients = sent 3 + skipped 1 (suppressed 1); balances\n",
                "verified 1 email with 4 recipients: everything balances\n"));
  }

  @Test
  void what_breaks_a_law_is_named_as_json() {
    db.database().run(tx -> tx.dsl().execute("update submission set recipients = 9"));

    CommandRun.Result result = commands.run("verify", "--id", "" + email, "--json");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stdout())
        .isEqualTo(
            """
            {
              "balanced" : false,
              "email_count" : 1,
              "recipient_count" : 4,
              "pruned_attempts" : 0,
              "emails" : [
                {
                  "scheduled_email_id" : "%d",
                  "name" : "Welcome",
                  "balanced" : false,
                  "recipients" : 4,
                  "deliveries" : {
                    "sent" : 3,
                    "skipped" : 1
                  },
                  "skipped" : {
                    "suppressed" : 1
                  },
                  "pruned_attempts" : 0,
                  "broken" : [
                    {
                      "law" : "submission_recipients",
                      "sentence" : "a submission has as many attempts as it says",
                      "count" : 1,
                      "rows" : [
                        {
                          "thing" : "submission",
                          "id" : "1",
                          "what" : "says 9, has 3"
                        }
                      ]
                    }
                  ],
                  "by_settings" : [ ]
                }
              ],
              "broken" : [ ]
            }
            """
                .formatted(email));
    assertThat(commands.run("verify", "--id", "" + email).stdout())
        .endsWith(
            "; does not balance\n"
                + "  broken: submission_recipients: a submission has as many attempts as it says"
                + " (1 time)\n"
                + "    submission 1: says 9, has 3\n");
  }

  @Test
  void mistakes_are_told() {
    assertThat(commands.run("verify").exitCode()).isEqualTo(2);
    assertThat(commands.run("verify", "--all", "--id", "1").exitCode()).isEqualTo(2);
    assertThat(commands.run("verify", "--id", "999").exitCode()).isEqualTo(66);
    assertThat(commands.run("verify", "--event", "nowhere").exitCode()).isEqualTo(66);
  }
}
