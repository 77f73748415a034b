package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// SIGHUP, to a process of its own.
@Tag("slow")
final class HangUpTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endWhatStillRuns() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void it_has_serve_read_its_settings_again_and_every_line_is_json() throws Exception {
    configure("log.format: json\n");
    Process serve = serve("exec \"$@\"");
    await(serve, "listener=public");

    configure("log.format: json\nlog.levels: delivery=debug\nsweep.limit: 7\n");
    hangUp(serve);
    await(serve, "took over sweep.limit, log.levels");
    configure("sweep.limit: many\n");
    hangUp(serve);
    await(serve, "reload=refused");
    serve.destroy();

    assertThat(serve.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(serve.exitValue()).as(log()).isZero();
    List<JsonNode> lines = new ArrayList<>();
    for (String line : log().lines().filter(it -> !it.startsWith("WARNING: ")).toList()) {
      lines.add(new ObjectMapper().readTree(line));
    }
    assertThat(lines)
        .allSatisfy(line -> assertThat(line.path("message").asText()).isNotEmpty())
        .anySatisfy(line -> assertThat(line.path("by").asText()).isEqualTo("SIGHUP"))
        .anySatisfy(line -> assertThat(line.path("message").asText()).startsWith("draining, up"))
        .anySatisfy(line -> assertThat(line.path("port").isInt()).isTrue());
  }

  @Test
  void where_it_was_ignored_from_the_start_it_goes_on_being_ignored() throws Exception {
    configure("sweep.limit: 6\n");
    Process serve = serve("trap '' HUP; exec \"$@\"");
    await(serve, "for webhook posts");

    configure("sweep.limit: 7\n");
    hangUp(serve);
    serve.destroy();

    assertThat(serve.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(serve.exitValue()).as(log()).isZero();
    assertThat(log()).doesNotContain("took over");
  }

  private void configure(String more) throws IOException {
    Files.writeString(
        folder.resolve("config.yaml"),
        """
        database.url: '%s'
        webhook.verify: off
        public.port: 0
        admin.port: 0
        """
                .formatted(db.jdbcUrl())
            + more);
  }

  private Process serve(String how) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                "sh",
                "-c",
                how,
                "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                "mailctl.Main",
                "serve",
                "--config=" + folder.resolve("config.yaml"))
            .redirectError(folder.resolve("err").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("MAILCTL_") || name.startsWith("PG"));
    builder.environment().remove("DATABASE_URL");
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static void hangUp(Process process) throws Exception {
    assertThat(
            new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
  }

  private void await(Process process, String words) {
    boolean there =
        Patience.until(RunningMailctl.PATIENCE, () -> log().contains(words) || !process.isAlive());
    assertThat(there && process.isAlive()).as(log()).isTrue();
  }

  private String log() {
    try {
      Path err = folder.resolve("err");
      return Files.exists(err) ? Files.readString(err) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
