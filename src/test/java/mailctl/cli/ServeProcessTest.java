package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The daemon as a process of its own, ended as an operator would.
@Tag("slow")
final class ServeProcessTest {
  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();

  @AfterEach
  void endWhatStillRuns() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void sigterm_drains_ends_with_0_and_leaves_nothing_running() throws Exception {
    Path err = folder.resolve("serve.err");
    Process serve =
        start(
            err,
            "serve",
            "--port=0",
            "--admin-port=0",
            "--set=state.dir=" + folder.resolve("state"),
            "--set=webhook.verify=off");
    boolean listening =
        Patience.until(
            RunningMailctl.PATIENCE,
            () -> read(err).contains("for webhook posts") || !serve.isAlive());
    assertThat(listening && serve.isAlive()).as(read(err)).isTrue();
    Path postmaster = folder.resolve("state/data/postmaster.pid");
    long database = Long.parseLong(Files.readAllLines(postmaster).getFirst().strip());

    // SIGTERM, on every system that has it.
    serve.destroy();

    assertThat(serve.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(serve.exitValue()).as(read(err)).isZero();
    assertThat(read(err)).contains("draining, up to 25 s", "INFO");
    assertThat(postmaster).doesNotExist();
    // PostgreSQL takes its file away a moment before it ends.
    assertThat(
            Patience.until(
                RunningMailctl.PATIENCE,
                () -> ProcessHandle.of(database).filter(ProcessHandle::isAlive).isEmpty()))
        .isTrue();
  }

  private Process start(Path err, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "mailctl.Main"));
    command.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(err.toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
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

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
