package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class CanaryCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private SendingCommands it;

  @BeforeEach
  void anEmail() {
    it = new SendingCommands(db);
    it.emailTo(60);
  }

  @Test
  void send_says_what_waits_and_how_it_goes_on() {
    CommandRun.Result result = it.run("send", "--id", "1", "--canary", "50%");

    assertThat(result)
        .isEqualTo(
            new CommandRun.Result(
                0,
                "",
                """
                scheduled email 1 (Welcome) is sending: queued 30, sent 30
                  canary: 30 go first; 30 wait for what becomes of them (heard of 0: 0 bounced, 0 blocked, 0 complained)
                  serve or the next sweep decides and goes on; to wait for it: mailctl send --id 1 --wait; not to wait: mailctl send --id 1 --canary off
                """));
    assertThat(it.provider.recipients()).hasSize(30);
    assertThat(it.run("inspect", "emails").stdout())
        .contains("sending (canary: 30 went first, heard of 0; 30 wait)");
    assertThat(it.run("inspect", "deliveries", "--status", "queued", "--json").stdout())
        .doesNotContain("due_at", "9999");

    it.run("send", "--id", "1", "--canary", "off");
    assertThat(it.provider.recipients()).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void a_rehearsal_says_how_many_would_go_first() {
    assertThat(it.run("send", "--id", "1", "--canary", "50%", "--dry-run").stdout())
        .isEqualTo("scheduled email 1 (Welcome) would go to 60 recipients; 30 of them first\n");
    assertThat(it.statuses(1)).isEmpty();
  }

  @Test
  void one_held_back_says_why_in_numbers() {
    it.run("send", "--id", "1", "--canary", "50%");
    it.clock.tick(Duration.ofHours(6));

    assertThat(it.run("sweep").stderr()).contains("emails held for their canaries 1");

    String why = "too little was heard in time; heard of 0 of 30: 0 bounced, 0 blocked";
    assertThat(it.run("schedule", "show", "1").stdout())
        .contains("status\theld (canary)\n", "canary\tfailed, 30 are held back: " + why);
    assertThat(it.run("schedule", "show", "1").stderr())
        .contains("to go on all the same: mailctl send --id 1");
    assertThat(it.run("schedule", "show", "1", "--json").stdout())
        .contains("\"status_reason\" : \"canary\"", "\"state\" : \"failed\"", "\"held_back\" : 30");
    assertThat(it.run("inspect", "emails").stdout()).contains("held: canary (canary: " + why);

    assertThat(it.run("schedule", "resume", "1").stderr()).contains("is sending");
    it.run("sweep");
    assertThat(it.provider.recipients()).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void of_a_cancelled_one_nobody_waits_any_more() {
    it.run("send", "--id", "1", "--canary", "50%");
    it.run("schedule", "cancel", "1", "--yes");

    assertThat(it.run("schedule", "show", "1").stdout()).doesNotContain("canary");
    assertThat(it.run("schedule", "show", "1", "--json").stdout()).doesNotContain("canary");
    assertThat(it.run("inspect", "emails").stdout()).contains("cancelled").doesNotContain("canary");
  }

  @Test
  void a_send_that_ends_with_the_email_held_has_not_reached_its_goal() {
    it.run("send", "--id", "1", "--canary", "50%");
    it.clock.tick(Duration.ofHours(6));

    assertThat(it.run("send", "--id", "1").exitCode()).isEqualTo(1);
    assertThat(it.provider.recipients()).hasSize(30);
  }

  @Test
  void what_is_no_share_is_refused() {
    assertThat(it.run("send", "--id", "1", "--canary", "half").exitCode()).isEqualTo(2);
    assertThat(it.run("send", "--id", "1", "--canary", "1%", "--registration", "1").exitCode())
        .isEqualTo(2);
    assertThat(it.run("send", "--id", "1", "--wait", "--registration", "1").exitCode())
        .isEqualTo(2);
    assertThat(it.provider.recipients()).isEmpty();
  }

  @Test
  void the_help_has_every_class_of_block_with_its_ladder() {
    assertThat(it.run("help", "retries").stdout())
        .containsPattern("\n  technical +.* 1h 4h 24h\n")
        .containsPattern("\n  unclassified +.* 1h 4h 24h\n")
        .containsPattern("\n  volume +.* 4h 12h 24h\n")
        .containsPattern("\n  mailbox +.* 24h 72h\n")
        .containsPattern("\n  reputation +.* 24h\n")
        .containsPattern("\n  expired +.* 24h\n")
        .containsPattern("\n  content +.* none\n")
        .containsPattern("\n  address +.* none\n");
  }
}
