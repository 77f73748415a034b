package mailctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mailctl.support.CommandRun;
import mailctl.support.MailctlProcess;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong around mailctl is told in one clear sentence, with what to try.
final class BadSurroundingsTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;

  @Test
  void a_configuration_file_with_a_tab() throws IOException {
    Path file = Files.writeString(folder.resolve("config.yaml"), "sweep:\n\tlimit: 3\n");

    assertThat(CommandRun.create().run("config", "check", "--config", file.toString()))
        .isEqualTo(
            new CommandRun.Result(
                78,
                "",
                "mailctl: the configuration file "
                    + file
                    + " is invalid: line 2, column 1: a tab; YAML is indented with spaces\n"));
  }

  /// Neither lets anybody in, root included.
  @ParameterizedTest
  @ValueSource(strings = {"/proc/mailctl/state", "/dev/null/state"})
  void a_state_directory_that_cannot_be_written(String state) {
    CommandRun.Result result = CommandRun.create().set("state.dir", state).run("inspect");

    assertThat(result.exitCode()).as(result.toString()).isIn(69, 78);
    assertThat(result.stdout()).isEmpty();
    assertOneSentence(result.stderr(), "mailctl: cannot keep the embedded database in " + state);
  }

  @Test
  void a_full_disk_behind_standard_output() {
    try (MailctlProcess help =
        MailctlProcess.start(Map.of(), Path.of("/dev/full"), Map.of(), "help", "json")) {
      assertThat(help.await()).isEqualTo(1);
      assertThat(help.stderr())
          .isEqualTo("mailctl: cannot write the output (No space left on device)\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"report --html", "template export 1 --force --output"})
  void a_full_disk_behind_a_file(String command) {
    TestRows rows = TestRows.in(db.database());
    long organization = rows.organization().insert().getId();
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "insert into campaign_template (organization_id, name) values ("
                            + organization
                            + ", 'Evening')"));

    CommandRun.Result result = CommandRun.on(db).run((command + " /dev/full").split(" "));

    assertThat(result.exitCode()).as(result.toString()).isEqualTo(1);
    assertOneSentence(result.stderr(), "mailctl: cannot write /dev/full: No space left on device");
    assertThat(result.stdout()).isEmpty();
  }

  @Test
  void two_daemons_that_are_told_to_use_one_port() throws IOException {
    int port = freePort();
    try (ServeFixture fixture = new ServeFixture(db)) {
      Map<String, String> settings = fixture.settings();
      settings.put("public.port", Integer.toString(port));
      try (RunningMailctl _ = fixture.serve(settings)) {
        RunningMailctl second = RunningMailctl.start(settings, "serve");

        assertThat(second.exitCode()).isEqualTo(69);
        assertThat(second.stderr())
            .contains("mailctl: cannot listen on 127.0.0.1:" + port, "Try: ")
            .doesNotContain("Exception");
      }
    }
  }

  @Test
  void a_database_that_is_newer() {
    db.database()
        .run(
            tx ->
                tx.dsl()
                    .execute(
                        "update flyway_schema_history set version = '9000' where installed_rank ="
                            + " (select max(installed_rank) from flyway_schema_history)"));

    for (String command : new String[] {"inspect", "migrate", "sweep"}) {
      CommandRun.Result result = CommandRun.on(db).run(command);
      assertThat(result.exitCode()).isEqualTo(78);
      assertOneSentence(result.stderr(), "mailctl: the schema of ");
      assertThat(result.stderr()).contains("is at version 9000, newer than this mailctl");
    }
  }

  @Test
  void a_token_of_another_installation() throws Exception {
    TestDatabase other = new TestDatabase();
    other.beforeEach(null);
    try (ServeFixture fixture = new ServeFixture(db)) {
      String ours = token(db);
      String theirs = token(other);
      Map<String, String> settings = fixture.settings();
      settings.put("admin.host", "0.0.0.0");
      try (RunningMailctl serve = fixture.serve(settings)) {
        int port = serve.port("health");
        assertThat(metrics(port, ours).statusCode()).isEqualTo(200);
        HttpResponse<String> refused = metrics(port, theirs);
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body().strip()).doesNotContain(theirs).hasLineCount(1);
      }
    } finally {
      other.drop();
    }
  }

  @Test
  void the_c_locale() throws IOException {
    TestRows rows = TestRows.in(db.database());
    rows.scheduledEmail()
        .with(mailctl.database.schema.Tables.SCHEDULED_EMAIL.NAME, "Grüße, Мир, 祭り")
        .insert();
    Path out = folder.resolve("out");
    try (MailctlProcess list =
        MailctlProcess.start(
            Map.of("LANG", "C", "LC_ALL", "C"),
            out,
            Map.of("database.url", db.jdbcUrl()),
            "schedule",
            "list")) {
      assertThat(list.await()).as(list.toString()).isZero();
      assertThat(new String(Files.readAllBytes(out), UTF_8)).contains("Grüße, Мир, 祭り");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "report",
        "inspect",
        "inspect emails",
        "inspect deliveries",
        "schedule list",
        "stats",
        "config check",
        "budget show",
        "event list"
      })
  void a_terminal_of_40_columns(String command) {
    TestRows rows = TestRows.in(db.database());
    rows.delivery(
            rows.scheduledEmail()
                .with(
                    mailctl.database.schema.Tables.SCHEDULED_EMAIL.NAME,
                    "An email with a name that is longer than the window is wide")
                .insert()
                .getId(),
            "kim@a.example",
            "queued")
        .insert();

    CommandRun.Result result = CommandRun.on(db).person(40).run(command.split(" "));

    assertThat(result.exitCode()).as(result.toString()).isZero();
    assertThat(result.stdout().replaceAll("\u001b\\[[0-9;]*m", "").lines())
        .allSatisfy(line -> assertThat(TextWidth.of(line)).as(line).isLessThanOrEqualTo(40));
  }

  private static void assertOneSentence(String stderr, String beginning) {
    assertThat(stderr).startsWith(beginning).doesNotContain("Exception", "\tat ");
    assertThat(stderr.lines().filter(line -> !line.startsWith("Try: "))).hasSize(1);
  }

  private static String token(TestDatabase database) {
    return CommandRun.on(database)
        .run("token", "create", "prometheus", "--scope", "read")
        .stdout()
        .strip();
  }

  private static HttpResponse<String> metrics(int port, String token) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
              .header("Authorization", "Bearer " + token)
              .build(),
          HttpResponse.BodyHandlers.ofString(UTF_8));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
