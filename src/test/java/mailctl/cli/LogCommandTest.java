package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import mailctl.log.LogLevel;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class LogCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private ServeFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ServeFixture(db);
  }

  @AfterEach
  void tearDown() {
    fixture.close();
  }

  @Test
  void a_running_serve_logs_more_for_a_while_and_it_is_written_down_who_wanted_it() {
    Map<String, String> settings = fixture.settings();
    settings.put("log.level", "warn");
    settings.put("log.levels", "webhook=info");
    try (RunningMailctl serve = fixture.serve(settings)) {
      String url = "--url=http://127.0.0.1:" + serve.port("health");
      assertThat(serve.plans().getLast().level()).isEqualTo(LogLevel.WARN);

      assertThat(run("log", "level", url, "delivery=debug", "--dry-run").stdout())
          .isEqualTo("warn delivery=debug webhook=info\n");
      assertThat(run("log", "show", url).stdout()).isEqualTo("warn webhook=info\n");

      CommandRun.Result done = run("log", "level", url, "delivery=debug", "--for", "5m", "--json");
      assertThat(done.exitCode()).as(done.toString()).isZero();
      assertThat(done.stdout())
          .contains("\"level\" : \"warn\"", "\"delivery\" : \"debug\"", "\"left_ms\" : ");
      assertThat(serve.plans().getLast().areas())
          .isEqualTo(Map.of("webhook", LogLevel.INFO, "delivery", LogLevel.DEBUG));

      assertThat(run("log", "level", url, "--reset").stdout()).isEqualTo("warn webhook=info\n");
      assertThat(serve.plans().getLast().areas()).isEqualTo(Map.of("webhook", LogLevel.INFO));
    }
    assertThat(run("audit").stdout())
        .contains("\tlog level {", "token moment-", "delivery=debug for 300 s");
    // Nothing of what let it in counts any more.
    assertThat(run("token", "list").stderr()).isEqualTo("there is no token\n");
  }

  @Test
  void a_token_for_reading_changes_nothing() {
    String reader = run("token", "create", "grafana", "--scope", "read").stdout().strip();
    try (RunningMailctl serve = fixture.serve()) {
      String url = "--url=http://127.0.0.1:" + serve.port("health");

      CommandRun.Result refused =
          CommandRun.on(db).set("admin.token", reader).run("log", "level", "debug", url);

      assertThat(refused.exitCode()).isEqualTo(77);
      assertThat(refused.stderr()).contains("this token is for reading alone");
      assertThat(serve.plans().getLast().level()).isEqualTo(LogLevel.INFO);
    }
  }

  @Test
  void wrong_words_and_a_serve_that_is_not_there_are_told() {
    assertThat(run("log", "level", "loud").stderr()).startsWith("mailctl: 'loud' is not error,");
    assertThat(run("log", "level", "delivry=debug").stderr()).contains("is no area");
    assertThat(run("log", "level").exitCode()).isEqualTo(2);
    assertThat(run("log", "level", "debug", "--reset").exitCode()).isEqualTo(2);
    assertThat(run("log", "level", "debug", "--for", "25h").exitCode()).isEqualTo(2);
    CommandRun.Result nobody = run("log", "show", "--url", "http://127.0.0.1:9");
    assertThat(nobody.exitCode()).isEqualTo(69);
    assertThat(nobody.stderr()).startsWith("mailctl: no serve answers at http://127.0.0.1:9 (");
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).run(args);
  }
}
