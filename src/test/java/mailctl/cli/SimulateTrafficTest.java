package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import mailctl.database.schema.Tables;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class SimulateTrafficTest {
  private static final int MESSAGES = 60;

  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private long email;

  @BeforeEach
  void a_sent_email() {
    TestRows rows = TestRows.in(db.database());
    email = rows.scheduledEmail().with(Tables.SCHEDULED_EMAIL.STATUS, "sent").insert().getId();
    for (int i = 0; i < MESSAGES; i++) {
      long delivery =
          rows.delivery(email, "person-" + i + "@a.example", "sent")
              .with(Tables.DELIVERY.ATTEMPTS, 1)
              .insert()
              .getId();
      rows.attempt(delivery).insert();
    }
  }

  @Test
  void a_whole_email_goes_through_the_listener_and_comes_out_as_the_rates_say() throws Exception {
    try (ServeFixture fixture = new ServeFixture(db);
        RunningMailctl serve = fixture.serve()) {
      String url = ServeFixture.webhook(fixture.servePort()).toString();
      Path key = Files.writeString(folder.resolve("key"), fixture.signer.privateKey());

      CommandRun.Result first =
          mix("--to", url, "--key", key.toString(), "--bounce", "0.5", "--post-size", "10");
      int history = count("select count(*) from provider_event");
      CommandRun.Result again =
          mix(
              "--to",
              url,
              "--key",
              key.toString(),
              "--bounce",
              "0.5",
              "--post-size",
              "25",
              "--duplicate",
              "0.5",
              "--shuffle",
              "--connections",
              "2",
              "--json");

      assertThat(first.exitCode()).as(first.toString()).isZero();
      assertThat(first.stdout()).startsWith("204\t");
      assertThat(first.stderr()).contains("60 messages: ", "accepted by " + url, " and processed");
      assertThat(count("select count(*) from delivery where status = 'bounced'"))
          .isEqualTo(count("select count(*) from provider_event where type = 'bounced'"))
          .isBetween(15, 45);
      assertThat(again.exitCode()).as(again.toString()).isZero();
      assertThat(again.stdout()).contains("\"processing\" : \"done\"");
      // Another order, other posts, other ids: nothing new was said.
      assertThat(count("select count(*) from provider_event")).isEqualTo(history);
      assertThat(count("select count(*) from parked_event")).isZero();
      assertThat(serve.stop()).isZero();
    }
  }

  @Test
  void what_was_written_is_posted_again_from_the_file_and_a_wrong_key_is_named() throws Exception {
    Path file = folder.resolve("posts.json");
    Path other = folder.resolve("others.json");
    CommandRun.Result written = mix("--out", file.toString(), "--shuffle", "--seed", "9");
    assertThat(written.exitCode()).as(written.toString()).isZero();
    assertThat(mix("--out", other.toString(), "--shuffle", "--seed", "9").stdout()).isEmpty();
    assertThat(Files.readAllBytes(file)).isEqualTo(Files.readAllBytes(other)).isNotEmpty();
    assertThat(mix("--out", "-", "--shuffle", "--seed", "9").stdout())
        .isEqualTo(Files.readString(file));

    try (ServeFixture fixture = new ServeFixture(db);
        RunningMailctl serve = fixture.serve()) {
      String url = ServeFixture.webhook(fixture.servePort()).toString();
      Path key = Files.writeString(folder.resolve("key"), fixture.signer.privateKey());
      Path wrong = Files.writeString(folder.resolve("w"), SendGridSigner.generate().privateKey());

      CommandRun.Result refused =
          simulate("file", file.toString(), "--to", url, "--key", wrong.toString());
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.stdout()).startsWith("401\t");
      assertThat(refused.stderr()).contains("last answer: 401", "webhook.keys");
      assertThat(count("select count(*) from webhook_post")).isZero();

      CommandRun.Result sent =
          simulate("file", file.toString(), "--to", url, "--key", key.toString(), "--json");
      assertThat(sent.exitCode()).as(sent.toString()).isZero();
      assertThat(count("select count(*) from webhook_post")).isPositive();
      assertThat((long) count("select sum(length(body))::int from webhook_post"))
          .isEqualTo(Files.size(file));
      assertThat(serve.stop()).isZero();
    }
  }

  @Test
  void the_json_of_a_dry_run_and_of_a_file_has_these_fields() {
    String[] plain = {"--delivered", "1", "--deferred", "0", "--open", "0", "--machine-open", "0"};
    List<String> args = new ArrayList<>(List.of(plain));
    args.addAll(List.of("--spam", "0", "--unsubscribe", "0", "--dry-run", "--json"));

    assertThat(mix(args.toArray(String[]::new)))
        .isEqualTo(
            new CommandRun.Result(
                0,
                """
                {
                  "messages" : 60,
                  "made" : {
                    "delivered" : 60,
                    "processed" : 60
                  },
                  "duplicated" : 0,
                  "posts" : 2,
                  "events" : 120,
                  "dry_run" : true
                }
                """,
                ""));
    assertThat(count("select count(*) from webhook_post")).isZero();
  }

  @Test
  void where_nobody_listens_the_answer_is_named_in_text_and_json() {
    CommandRun run = CommandRun.create().set("state.dir", folder.toString());
    CommandRun.Result text =
        run.stdin("{\"event\":\"open\"}\n")
            .run("simulate", "file", "-", "--to", "http://127.0.0.1:1/x");
    CommandRun.Result json =
        run.stdin("{\"event\":\"open\"}\n")
            .run("simulate", "file", "-", "--to", "http://127.0.0.1:1/x", "--json");

    assertThat(text.exitCode()).isEqualTo(1);
    assertThat(text.stderr())
        .contains("last answer: not_connected", "Try: mailctl serve", "nobody answers at");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.stdout().replaceAll("\"took_ms\" : \\d+", "\"took_ms\" : 7"))
        .isEqualTo(
            """
            {
              "to" : "http://127.0.0.1:1/x",
              "posts" : 1,
              "events" : 1,
              "accepted_posts" : 0,
              "accepted_events" : 0,
              "requests" : 1,
              "answers" : {
                "not_connected" : 1
              },
              "refused" : [
                {
                  "answer" : "not_connected",
                  "posts" : 1,
                  "hint" : "mailctl serve, or --to with the address where it listens"
                }
              ],
              "p50_ms" : 0.0,
              "p99_ms" : 0.0,
              "longest_ms" : 0.0,
              "took_ms" : 7,
              "stopped" : false,
              "gave_up" : true
            }
            """);
  }

  @Test
  void who_breaks_off_is_not_called_absent() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
      Thread.ofVirtual()
          .start(
              () -> {
                while (!server.isClosed()) {
                  try (Socket socket = server.accept()) {
                    int _ = socket.getInputStream().read();
                  } catch (IOException _) {
                    // The client is what is under test.
                  }
                }
              });
      CommandRun.Result result =
          CommandRun.on(db)
              .set("state.dir", folder.toString())
              .stdin("{\"event\":\"open\"}\n")
              .run(
                  "simulate",
                  "file",
                  "-",
                  "--to",
                  "http://127.0.0.1:" + server.getLocalPort() + "/x",
                  "--tries",
                  "1");

      assertThat(result.exitCode()).isEqualTo(1);
      assertThat(result.stderr())
          .contains("/x breaks every connection off: the rest was not posted")
          .doesNotContain("nobody answers");
    }
  }

  @Test
  void ctrl_c_ends_it_with_its_summary() throws Exception {
    try (ServeFixture fixture = new ServeFixture(db);
        RunningMailctl serve = fixture.serve()) {
      Path key = Files.writeString(folder.resolve("key"), fixture.signer.privateKey());
      Map<String, String> settings = fixture.settings();
      settings.put("state.dir", folder.toString());
      try (RunningMailctl simulate =
          RunningMailctl.start(
              settings,
              "simulate",
              "mix",
              "--id",
              Long.toString(email),
              "--to",
              ServeFixture.webhook(fixture.servePort()).toString(),
              "--key",
              key.toString(),
              "--post-size",
              "1",
              "--rate",
              "20/s")) {
        assertThat(Patience.until(RunningMailctl.PATIENCE, () -> fixture.posts() > 0)).isTrue();
        assertThat(simulate.stop()).isEqualTo(130);
        assertThat(simulate.stderr()).contains("stopped early", "accepted by");
      }
      assertThat(serve.stop()).isZero();
    }
  }

  @Test
  void a_demo_beside_a_daemon_is_refused() {
    try (ServeFixture fixture = new ServeFixture(db);
        RunningMailctl serve = fixture.serve()) {
      assertThat(Patience.until(RunningMailctl.PATIENCE, () -> sessions() > 0)).isTrue();

      CommandRun.Result demo = CommandRun.on(db).run("demo");

      assertThat(demo.exitCode()).as(demo.toString()).isEqualTo(1);
      assertThat(demo.stderr()).contains("is at work on", "a database of its own");
      assertThat(serve.stop()).isZero();
    }
  }

  @Test
  void mistakes_are_named_before_anything_is_posted() {
    assertThat(mix("--bounce", "0.7", "--dropped", "0.5").stderr()).contains("more than 1");
    assertThat(mix("--bounce", "7").exitCode()).isEqualTo(2);
    assertThat(mix("--duplicate", "2").exitCode()).isEqualTo(2);
    assertThat(mix("--late", "soon").stderr()).contains("--late is a rate like 0.02");
    assertThat(mix("--rate", "fast").stderr()).contains("is not a rate like 50/s");
    assertThat(mix("--post-size", "0").exitCode()).isEqualTo(2);
    assertThat(mix("--connections", "0").exitCode()).isEqualTo(2);
    assertThat(mix("--key", folder + "/none").exitCode()).isEqualTo(66);
    assertThat(simulate("mix", "--id", "999").exitCode()).isEqualTo(66);
    assertThat(simulate("mix").exitCode()).isEqualTo(2);
    assertThat(simulate("file", folder + "/none").exitCode()).isEqualTo(66);
    assertThat(simulate().stderr()).contains("which event?");
  }

  private int sessions() {
    return count(
        "select count(*) from pg_stat_activity where datname = current_database()"
            + " and lower(query) like 'listen mailctl%'");
  }

  private CommandRun.Result mix(String... args) {
    List<String> all = new ArrayList<>(List.of("mix", "--id", Long.toString(email)));
    all.addAll(List.of(args));
    return simulate(all.toArray(String[]::new));
  }

  private CommandRun.Result simulate(String... args) {
    List<String> all = new ArrayList<>(List.of("simulate"));
    all.addAll(List.of(args));
    return CommandRun.on(db).set("state.dir", folder.toString()).run(all.toArray(String[]::new));
  }

  private int count(String sql) {
    return db.database().transaction(tx -> tx.dsl().fetchSingle(sql).get(0, Integer.class));
  }
}
