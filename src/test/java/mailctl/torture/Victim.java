package mailctl.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One process of mailctl, until it ends or is killed; its words go when it is closed.
final class Victim implements AutoCloseable {
  private static final long PATIENCE_S = 300;
  private static final Pattern ERROR =
      Pattern.compile("\\bERROR\\b|^(Caused by: )?[a-z.]+\\.[A-Z]\\w*(Exception|Error)\\b");

  private final List<String> words;
  private final Process process;
  private final Path log;
  private final Consumer<Victim> whenClosed;

  Victim(List<String> words, Process process, Path log, Consumer<Victim> whenClosed) {
    this.words = List.copyOf(words);
    this.process = process;
    this.log = log;
    this.whenClosed = whenClosed;
  }

  String command() {
    return words.getFirst();
  }

  /// Whether it is over by then.
  boolean endsWithin(Duration time) throws InterruptedException {
    return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /// SIGSTOP and, after that time, SIGCONT: it goes on as if no time had passed.
  void freeze(Duration time) throws IOException, InterruptedException {
    signal("STOP");
    Thread.sleep(time);
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    String pid = Long.toString(process.pid());
    new ProcessBuilder("kill", "-" + name, pid)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /// SIGKILL.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  /// SIGTERM, and time to go.
  int stop() throws InterruptedException {
    process.destroy();
    return await();
  }

  int await() throws InterruptedException {
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
      kill();
      throw new IllegalStateException(
          String.join(" ", words) + " did not end within " + PATIENCE_S + " s\n" + said());
    }
    return process.exitValue();
  }

  int exitCode() {
    return process.exitValue();
  }

  /// The end of what it said.
  String said() {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join(" ", words)
          + "\n"
          + String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      return "(no log: " + e + ")";
    }
  }

  /// Lines that tell of something that should not be.
  List<String> errors() {
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> ERROR.matcher(line).find()).limit(20).toList();
    } catch (IOException | java.io.UncheckedIOException e) {
      return List.of();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(log);
    whenClosed.accept(this);
  }
}
