package mailctl.cli;

import static mailctl.database.schema.Tables.DELIVERY;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import mailctl.provider.SubmissionOutcome;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ResendCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();

  /// An email to three people, all of whom the provider refused.
  private SendingCommands refused() {
    SendingCommands it = new SendingCommands(db);
    it.emailTo(3);
    it.provider.answer(new SubmissionOutcome.Rejected("400", Map.of(0, "bad", 1, "bad", 2, "bad")));
    it.run("send", "--id", "1");
    assertThat(it.statuses(1)).containsOnly("failed");
    it.provider.requests().clear();
    it.provider.answer(_ -> it.provider.accept());
    return it;
  }

  @Test
  void makes_one_more_attempt_at_once_and_says_how_it_went() {
    SendingCommands it = refused();

    assertThat(it.run("resend", "--delivery", "2"))
        .isEqualTo(new CommandRun.Result(0, "", "delivery 2 to " + address(it, 2) + " is sent\n"));
    assertThat(it.provider.recipients()).containsExactly(address(it, 2));
    assertThat(it.status(1)).isEqualTo("sent");
  }

  @Test
  void a_corrected_address_is_used_and_a_broken_one_refused() {
    SendingCommands it = refused();

    CommandRun.Result broken = it.run("resend", "--delivery", "1", "--to", "kim@");
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.stderr()).contains("delivery 1 was not queued: 'kim@' is not an address");
    assertThat(it.run("resend", "--delivery", "1", "--to", "kim@b.example").exitCode()).isZero();
    assertThat(it.provider.recipients()).containsExactly("kim@b.example");
  }

  @Test
  void what_was_delivered_suppressed_or_never_was_is_refused_by_name() {
    SendingCommands it = refused();
    it.rows.suppression(address(it, 1)).insert();
    it.run("resend", "--delivery", "2");

    CommandRun.Result result =
        it.run("resend", "--delivery", "1", "2", "--delivery", "99", "--later");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr().lines())
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith("delivery 1 was not queued: its address is suppressed"),
            line ->
                assertThat(line)
                    .isEqualTo("delivery 2 was not queued: it is sent and still under way"),
            line ->
                assertThat(line)
                    .isEqualTo("delivery 99 was not queued: there is no such delivery"));
    assertThat(it.run("resend", "--delivery", "99").exitCode()).isEqualTo(66);
  }

  @Test
  void all_of_an_email_needs_a_yes() {
    SendingCommands it = refused();
    String[] line = {"resend", "--email", "1", "--status", "failed"};

    assertThat(it.run(line).exitCode()).isEqualTo(2);
    assertThat(it.run(line).stderr()).contains("--yes");
    assertThat(it.provider.requests()).isEmpty();

    CommandRun.Result yes =
        it.run("resend", "--email", "1", "--status", "failed", "--yes", "--later");
    assertThat(yes.exitCode()).isZero();
    assertThat(yes.stderr()).endsWith("the next sweep sends them\n");
    assertThat(it.provider.requests()).isEmpty();
    assertThat(it.run("sweep").stderr()).isEqualTo("sent 3\n");
    assertThat(it.run(line).stderr()).isEqualTo("no delivery of that email has that status\n");
  }

  @Test
  void a_dry_run_changes_nothing() {
    SendingCommands it = refused();

    CommandRun.Result result = it.run("resend", "--email", "1", "--status", "failed", "-n");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stdout().lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line).endsWith(" would be sent once more"));
    assertThat(result.stderr()).isEqualTo("dry run: nothing was sent\n");
    assertThat(it.statuses(1)).containsOnly("failed");
  }

  @Test
  void a_doubt_is_resent_only_on_the_word_that_it_was_lost() {
    SendingCommands it = new SendingCommands(db);
    it.emailTo(1);
    it.provider.answer(new SubmissionOutcome.InDoubt("timed out"));
    it.run("send", "--id", "1");
    it.provider.answer(_ -> it.provider.accept());

    CommandRun.Result result = it.run("resend", "--delivery", "1");
    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stderr()).contains("it is in doubt: it may have arrived");
    assertThat(it.run("resend", "--email", "1", "--status", "in_doubt", "--yes").exitCode())
        .isEqualTo(2);
    assertThat(it.run("resend", "--delivery", "1", "--lost").exitCode()).isZero();
    assertThat(it.statuses(1)).isEqualTo(List.of("sent"));
  }

  @Test
  void json_names_queued_and_refused() {
    SendingCommands it = refused();

    assertThat(it.run("resend", "--delivery", "1", "99", "--json").stdout())
        .isEqualTo(
            """
            {
              "deliveries" : [
                {
                  "id" : "1",
                  "scheduled_email_id" : "1",
                  "email" : "%s",
                  "status" : "sent",
                  "reason" : ""
                }
              ],
              "refused" : [
                {
                  "id" : "99",
                  "reason" : "there is no such delivery"
                }
              ],
              "dry_run" : false
            }
            """
                .formatted(address(it, 1)));
  }

  @Test
  void half_a_choice_is_a_usage_error() {
    SendingCommands it = new SendingCommands(db);

    assertThat(it.run("resend").exitCode()).isEqualTo(2);
    assertThat(it.run("resend", "--email", "1").exitCode()).isEqualTo(2);
    assertThat(it.run("resend", "--delivery", "1", "2", "--to", "a@b.example").exitCode())
        .isEqualTo(2);
    assertThat(it.run("resend", "--email", "5", "--status", "failed").exitCode()).isEqualTo(66);
  }

  private static String address(SendingCommands it, long delivery) {
    return it.db
        .database()
        .transaction(tx -> tx.dsl().fetchSingle(DELIVERY, DELIVERY.ID.eq(delivery)).getEmail());
  }
}
