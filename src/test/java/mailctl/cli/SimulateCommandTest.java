package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mailctl.app.SandboxKeys;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class SimulateCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private TestRows rows;
  private long email;
  private long delivery;

  @BeforeEach
  void aSentMessage() {
    rows = TestRows.in(db.database());
    email =
        rows.scheduledEmail()
            .with(mailctl.database.schema.Tables.SCHEDULED_EMAIL.STATUS, "sent")
            .insert()
            .getId();
    delivery =
        rows.delivery(email, "kim@a.example", "sent")
            .with(mailctl.database.schema.Tables.DELIVERY.ATTEMPTS, 1)
            .insert()
            .getId();
    rows.attempt(delivery).insert();
  }

  @Test
  void past_the_listener_it_is_processed_at_once() {
    assertThat(run("bounce", "--delivery", id(), "--direct"))
        .isEqualTo(
            new CommandRun.Result(
                0,
                delivery
                    + "\tkim@a.example\tsent\tbounced"
                    + "\tnothing: the receiving server refused the address for good.\n",
                "bounce: processed here, past the listener: 1 post, 1 event: 1 new,"
                    + " 0 known already\n"));
    assertThat(count("select count(*) from suppression where email = 'kim@a.example'"))
        .isEqualTo(1);
    assertThat(count("select count(*) from webhook_post where origin = 'local'")).isEqualTo(1);
  }

  @Test
  void class_reason_and_time_are_told_as_given() {
    CommandRun.Result result =
        run(
            "blocked",
            "--delivery",
            id(),
            "--direct",
            "--class",
            "mailbox-unavailable",
            "--reason",
            "552 full",
            "--at",
            "2026-06-01T13:00:00Z",
            "--json");

    assertThat(result.stdout())
        .contains("\"status_before\" : \"sent\"", "\"status_after\" : \"retrying\"");
    assertThat(
            count(
                "select count(*) from provider_event where class = 'mailbox_unavailable'"
                    + " and reason = '552 full' and occurred_at = '2026-06-01T13:00:00Z'"))
        .isEqualTo(1);
  }

  @Test
  void the_json_answer_has_these_fields() {
    assertThat(run("delivered", "--id", Long.toString(email), "--direct", "--json"))
        .isEqualTo(
            new CommandRun.Result(
                0,
                """
                {
                  "event" : "delivered",
                  "deliveries" : [
                    {
                      "id" : "%d",
                      "email" : "kim@a.example",
                      "status_before" : "sent",
                      "status_after" : "delivered",
                      "unsubscribed" : false,
                      "next" : "nothing: it was delivered."
                    }
                  ]
                }
                """
                    .formatted(delivery),
                ""));
  }

  @Test
  void through_the_listener_it_goes_the_way_of_real_posts() throws Exception {
    try (ServeFixture fixture = new ServeFixture(db)) {
      Map<String, String> settings = fixture.settings();
      Path keyFile = folder.resolve("new/sandbox.key");
      settings.put("webhook.keys", SandboxKeys.in(keyFile).loadOrMake().publicKey());
      try (RunningMailctl serve = fixture.serve(settings)) {
        String url = ServeFixture.webhook(fixture.servePort()).toString();

        CommandRun.Result good =
            run("open", "--address", "KIM@a.example", "--url", url, "--key-file", keyFile + "");
        CommandRun.Result wrong =
            run("open", "--delivery", id(), "--url", url, "--key-file", folder + "/other.key");

        assertThat(good.exitCode()).as(good.toString()).isZero();
        assertThat(good.stderr()).isEqualTo("open: posted to " + url + " and processed\n");
        assertThat(count("select count(*) from webhook_post where origin = 'signed'")).isEqualTo(1);
        assertThat(count("select opens from attempt")).isEqualTo(1);
        assertThat(wrong.exitCode()).isEqualTo(77);
        assertThat(wrong.stderr()).contains("refused the signature", "--direct");
        assertThat(serve.stop()).isZero();
      }
      assertThat(run("open", "--delivery", id(), "--url", "http://127.0.0.1:1/x").exitCode())
          .isEqualTo(69);
    }
    assertThat(Files.exists(folder.resolve("other.key.pub"))).isTrue();
  }

  @Test
  void an_opt_out_of_an_address_alone_is_honoured() {
    rows.registration()
        .with(mailctl.database.schema.Tables.REGISTRATION.EMAIL, "sam@a.example")
        .insert();

    CommandRun.Result result = run("unsubscribe", "--address", "sam@a.example", "--direct");

    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(count("select count(*) from suppression where email = 'sam@a.example'"))
        .isEqualTo(1);
  }

  @Test
  void a_dry_run_shows_whom_it_is_about_and_tells_nobody() {
    assertThat(run("bounce", "--delivery", id(), "-n"))
        .isEqualTo(
            new CommandRun.Result(
                0, delivery + "\tkim@a.example\tsent\t-\t-\n", "dry run: nothing was sent\n"));
    assertThat(count("select count(*) from webhook_post")).isZero();
  }

  @Test
  void mistakes_are_named() {
    assertThat(run("bounced", "--delivery", id()).stderr())
        .contains("there is no event 'bounced' (did you mean bounce?)");
    assertThat(run("bounce").exitCode()).isEqualTo(2);
    assertThat(run("bounce", "--delivery", id(), "--id", "1").exitCode()).isEqualTo(2);
    assertThat(run("open", "--delivery", id(), "--class", "technical").exitCode()).isEqualTo(2);
    assertThat(run("bounce", "--delivery", id(), "--class", "technicl").stderr())
        .contains("did you mean technical?");
    assertThat(run("bounce", "--delivery", "999").exitCode()).isEqualTo(66);
  }

  private String id() {
    return Long.toString(delivery);
  }

  private CommandRun.Result run(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "simulate";
    System.arraycopy(args, 0, all, 1, args.length);
    return CommandRun.on(db).set("state.dir", folder.toString()).run(all);
  }

  private int count(String sql) {
    return db.database().transaction(tx -> tx.dsl().fetchSingle(sql).get(0, Integer.class));
  }
}
