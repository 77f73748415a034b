package mailctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ResolveCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  /// An email to that many people, of one request without an answer.
  private SendingCommands inDoubt(int people) {
    SendingCommands it = new SendingCommands(db);
    it.emailTo(people);
    it.provider.answer(new SubmissionOutcome.InDoubt("no answer within 20 s"));
    it.run("send", "--id", "1");
    it.provider.requests().clear();
    it.provider.answer(_ -> it.provider.accept());
    return it;
  }

  @Test
  void one_of_the_words_must_be_said_about_something() {
    SendingCommands it = inDoubt(1);

    assertThat(it.run("resolve", "1").exitCode()).isEqualTo(2);
    assertThat(it.run("resolve", "--sent", "--yes").exitCode()).isEqualTo(2);
    assertThat(it.run("resolve", "1", "--sent", "--resend", "--yes").exitCode()).isEqualTo(2);
    assertThat(it.run("resolve", "1", "--id", "1", "--sent", "--yes").exitCode()).isEqualTo(2);
    assertThat(it.run("resolve", "99", "--sent", "--yes").exitCode()).isEqualTo(66);
    assertThat(it.run("resolve", "--id", "99", "--sent", "--yes").exitCode()).isEqualTo(66);
    assertThat(it.run("resolve", "--delivery", "99", "--sent", "--yes").exitCode()).isEqualTo(66);
    assertThat(it.statuses(1)).containsOnly("in_doubt");
  }

  @Test
  void it_asks_and_says_that_a_resend_may_mail_twice() {
    SendingCommands it = inDoubt(1);

    CommandRun.Result unasked = it.run("resolve", "1", "--resend");
    assertThat(unasked.exitCode()).isEqualTo(2);
    assertThat(unasked.stderr()).contains("gets it twice", "--yes");
    CommandRun.Result no = it.on().person(100).stdin("n\n").run("resolve", "1", "--resend");
    assertThat(no.exitCode()).isEqualTo(1);
    assertThat(it.statuses(1)).containsOnly("in_doubt");

    CommandRun.Result yes = it.on().person(100).stdin("y\n").run("resolve", "1", "--resend");
    assertThat(yes.exitCode()).isZero();
    assertThat(yes.stderr())
        .endsWith("request 1 is returned: queued 1\nthe next sweep sends them\n");
    assertThat(it.run("sweep").stderr()).contains("sent 1");
  }

  @Test
  void a_dry_run_says_what_would_be_and_changes_nothing() {
    SendingCommands it = inDoubt(2);

    CommandRun.Result result = it.run("resolve", "1", "--give-up", "-n");

    assertThat(result)
        .isEqualTo(
            new CommandRun.Result(
                0, "request 1 would be given up: failed 2\n", "dry run: nothing was changed\n"));
    assertThat(it.statuses(1)).containsOnly("in_doubt");
    assertThat(it.run("inspect", "doubts", "--settled").stderr()).startsWith("no doubt was ever");
  }

  @Test
  void sent_by_email_finishes_it_and_the_second_person_is_told() {
    SendingCommands it = inDoubt(2);
    assertThat(it.status(1)).isEqualTo("failed");

    CommandRun.Result first =
        it.run("resolve", "--id", "1", "--sent", "--by", "kim", "--reason", "in the feed", "--yes");
    CommandRun.Result second = it.run("resolve", "1", "--resend", "--yes");

    assertThat(first).isEqualTo(new CommandRun.Result(0, "", "request 1 is accepted: sent 2\n"));
    assertThat(it.status(1)).isEqualTo("sent");
    assertThat(second.exitCode()).isEqualTo(1);
    assertThat(second.stderr())
        .startsWith("request 1 was left alone: it is not in doubt: accepted since ")
        .endsWith(", by kim (in the feed)\n");
    assertThat(it.statuses(1)).containsOnly("sent");
    assertThat(it.run("resolve", "--id", "1", "--sent").stderr())
        .isEqualTo("nothing of that email is in doubt\n");
  }

  @Test
  void json_names_what_was_settled_and_what_was_not() {
    SendingCommands it = inDoubt(2);

    assertThat(
            it.run("resolve", "--delivery", "1", "--delivery", "99", "--sent", "--yes", "--json")
                .stdout())
        .isEqualTo(
            """
            {
              "word" : "sent",
              "settled" : [
                {
                  "submission_id" : "1",
                  "scheduled_email_id" : "1",
                  "state" : "accepted",
                  "recipients" : 2,
                  "deliveries" : {
                    "sent" : 2
                  }
                }
              ],
              "refused" : [
                {
                  "what" : "delivery 99",
                  "reason" : "there is no such delivery"
                }
              ],
              "dry_run" : false
            }
            """);
  }

  @Test
  void doubts_are_shown_with_their_age_who_why_and_what_will_settle_them() {
    SendingCommands it = inDoubt(5);
    it.clock.tick(Duration.ofMinutes(12));

    CommandRun.Result list = it.run("inspect", "doubts");
    assertThat(list.stdout())
        .startsWith("1\t12 min\t1\t")
        .contains(" and 2 more\tno answer within 20 s\tan event, or a person\n");
    assertThat(list.stderr()).contains("mailctl resolve 1 --sent, --resend or --give-up");
    assertThat(it.on().set("send.prove-absence", "on").run("inspect", "doubts").stdout())
        .contains("an event, the Email Logs when it is 30 min old, or a person");
    assertThat(it.run("inspect", "doubts", "--json").stdout())
        .contains(
            "\"first_addresses\" : [",
            "\"age_ms\" : 720000",
            "\"settled_by\" : [",
            "\"mailctl resolve 1 --resend\"");
  }

  @Test
  void a_double_by_hand_is_known_and_the_books_balance() {
    SendingCommands it = inDoubt(1);
    it.run("resolve", "1", "--resend", "--by", "kim", "--yes");
    it.run("sweep");
    assertThat(it.run("inspect", "balance", "--id", "1", "--json").stdout())
        .contains("\"known_doubles\" : 0");

    prove(it);

    CommandRun.Result balance = it.run("inspect", "balance", "--id", "1");
    assertThat(balance.exitCode()).isZero();
    assertThat(balance.stdout()).contains("mailed twice on a person's word\t1\n");
    assertThat(it.run("inspect", "delivery", "1").stdout())
        .contains("mailed twice\tyes: attempt 2");
    assertThat(it.run("inspect", "delivery", "1", "--json").stdout())
        .contains("\"mailed_twice_with_attempt\" : 2");
    assertThat(it.run("inspect", "doubts", "--settled").stdout().lines())
        .satisfiesExactly(
            line ->
                assertThat(line).contains("\taccepted\tSendGrid (provider event)\t1\tdelivered"),
            line -> assertThat(line).contains("\treturned\tkim (person)\t1\t"));
    assertThat(it.run("inspect", "doubts", "--settled", "--json").stdout())
        .contains("\"evidence\" : \"person\"", "\"mailed_twice\" : 1");
  }

  /// The first attempt was delivered after all.
  private void prove(SendingCommands it) {
    String element =
        db.database()
            .transaction(
                tx ->
                    "[{\"event\":\"delivered\",\"email\":\"%s\",\"timestamp\":%d,\"mailctl_ref\":\"%s.1.1\"}]"
                        .formatted(
                            tx.dsl().fetchSingle(DELIVERY).getEmail(),
                            it.clock.instant().getEpochSecond(),
                            tx.dsl().fetchSingle(INSTALLATION).getId()));
    it.rows
        .webhookPost()
        .with(WEBHOOK_POST.STATE, "received")
        .with(WEBHOOK_POST.BODY, element.getBytes(UTF_8))
        .insert();
    assertThat(it.run("sweep").stderr()).contains("events applied 1");
  }
}
