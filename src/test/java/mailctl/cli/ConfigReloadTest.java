package mailctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import mailctl.log.LogLevel;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class ConfigReloadTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private ServeFixture fixture;
  private Path file;

  @BeforeEach
  void setUp() {
    fixture = new ServeFixture(db);
    file = folder.resolve("config.yaml");
  }

  @AfterEach
  void tearDown() {
    fixture.close();
  }

  @Test
  void another_key_is_believed_and_another_timer_counts_without_a_restart() throws Exception {
    SendGridSigner next = SendGridSigner.generate();
    byte[] body = "[]".getBytes(UTF_8);
    String now = Long.toString(fixture.now().getEpochSecond());
    Map<String, String> settings = fixture.settings();
    settings.put("serve.send-every", "1h");
    settings.remove("sendgrid.api-key");
    write(settings);
    fixture.dueEmailTo("kim@a.example");

    try (RunningMailctl serve = serve()) {
      assertThat(fixture.post(body, now, next.sign(now, body))).isEqualTo(401);

      settings.put("webhook.keys", next.publicKey());
      settings.put("sendgrid.api-key", "sandbox");
      settings.put("serve.send-every", "1s");
      settings.put("log.levels", "delivery=debug");
      settings.put("public.port", "1");
      settings.put("send.concurrency", "40");
      write(settings);
      assertThat(reload(serve, "--dry-run").stderr()).contains("would take over 5 settings");
      assertThat(fixture.post(body, now, next.sign(now, body))).isEqualTo(401);
      CommandRun.Result done = reload(serve);

      assertThat(done.exitCode()).as(done.toString()).isZero();
      assertThat(done.stdout())
          .contains(
              "serve.send-every\t1h\t1s\tchanged\n",
              "sendgrid.api-key\t\t***\tchanged\n",
              "public.port\t0\t1\tneeds a restart\n")
          .doesNotContain("sandbox");
      assertThat(done.stderr())
          .isEqualTo("serve took over 5 settings; 1 setting will count after a restart\n");
      assertThat(serve.plans().getLast().areas()).isEqualTo(Map.of("delivery", LogLevel.DEBUG));
      assertThat(fixture.post(body, now, next.sign(now, body))).isEqualTo(204);
      assertThat(fixture.post(body, now, fixture.signer.sign(now, body))).isEqualTo(401);
      assertThat(
              Patience.until(
                  RunningMailctl.PATIENCE, () -> fixture.sandbox.mailbox().messages().size() == 1))
          .isTrue();
      // What takes a restart is still named, and nothing else.
      assertThat(reload(serve).stdout()).isEqualTo("public.port\t0\t1\tneeds a restart\n");
      assertThat(serve.stop()).isZero();
    }
    assertThat(run("audit", "--command", "config reload").stdout())
        .contains("took over", "public.port needs a restart");
  }

  @Test
  void with_any_problem_nothing_is_taken_over() throws Exception {
    Map<String, String> settings = fixture.settings();
    write(settings);
    try (RunningMailctl serve = serve()) {
      settings.put("log.level", "debug");
      settings.put("retry.mailbox", "soon");
      settings.put("send.canery", "1%");
      write(settings);

      assertThat(reload(serve, "--dry-run").stderr()).contains("2 problems");
      // The command's own settings are fine: it has another file.
      CommandRun.Result refused = reload(serve);

      assertThat(refused.exitCode()).isEqualTo(78);
      assertThat(refused.stderr())
          .contains("2 problems", "retry.mailbox: 'soon' is not a duration", "send.canery: there");
      assertThat(serve.plans().getLast().level()).isEqualTo(LogLevel.INFO);

      settings.remove("send.canery");
      settings.remove("retry.mailbox");
      settings.put("webhook.keys", "");
      write(settings);
      CommandRun.Result keyless = reload(serve);
      assertThat(keyless.exitCode()).isEqualTo(78);
      assertThat(keyless.stderr()).contains("no key to verify webhook posts with");
      assertThat(serve.plans().getLast().level()).isEqualTo(LogLevel.INFO);
    }
  }

  private RunningMailctl serve() {
    return fixture.serve(Map.of(), "--config=" + file);
  }

  private CommandRun.Result reload(RunningMailctl serve, String... more) {
    String[] args = new String[more.length + 3];
    args[0] = "config";
    args[1] = "reload";
    args[2] = "--url=http://127.0.0.1:" + serve.port("health");
    System.arraycopy(more, 0, args, 3, more.length);
    return run(args);
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).run(args);
  }

  private void write(Map<String, String> settings) throws IOException {
    Files.writeString(
        file,
        new HashMap<>(settings)
            .entrySet().stream()
                .map(each -> each.getKey() + ": '" + each.getValue() + "'\n")
                .collect(Collectors.joining()));
  }
}
