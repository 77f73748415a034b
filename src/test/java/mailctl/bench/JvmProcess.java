package mailctl.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program of ours in a JVM of its own, with the heap that a small machine would give it.
final class JvmProcess implements AutoCloseable {
  static final String HEAP = "1g";
  private static final long PATIENCE_S = 240;
  private static final int LINES = 100_000;

  private final Process process;
  private final Path log;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>(LINES);
  private final Thread reader;

  private JvmProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /// `main` is a class with a main method; what it says goes to a file in `folder`, too.
  static JvmProcess start(Path folder, String main, String... args) throws IOException {
    return startSmall(folder, HEAP, main, args);
  }

  /// With another heap.
  static JvmProcess startSmall(Path folder, String heap, String main, String... args)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx" + heap));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(JvmProcess::configures);
    Path log = Files.createTempFile(folder, main.replaceAll(".*\\.", ""), ".log");
    return new JvmProcess(builder.start(), log);
  }

  private static boolean configures(String variable) {
    return variable.startsWith("MAILCTL_")
        || variable.startsWith("PG")
        || variable.equals("DATABASE_URL");
  }

  long pid() {
    return process.pid();
  }

  /// The next line that matches, from now on or not asked for yet.
  Matcher await(String pattern) throws InterruptedException {
    Pattern compiled = Pattern.compile(pattern);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
    while (System.nanoTime() < deadline) {
      String line = lines.poll(100, TimeUnit.MILLISECONDS);
      if (line == null && !process.isAlive() && !reader.isAlive() && lines.isEmpty()) {
        throw new IllegalStateException("it ended:\n" + said());
      }
      if (line != null) {
        deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        Matcher matcher = compiled.matcher(line);
        if (matcher.find()) {
          return matcher;
        }
      }
    }
    throw new IllegalStateException("it never said " + pattern + ":\n" + said());
  }

  void tell(String line) throws IOException {
    Writer writer = process.outputWriter();
    writer.write(line + "\n");
    writer.flush();
  }

  private void read() {
    try (BufferedReader reader = process.inputReader();
        Writer copy = Files.newBufferedWriter(log)) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.offer(line);
        copy.write(line + "\n");
        copy.flush();
      }
    } catch (IOException e) {
      // The process was ended while it spoke.
    }
  }

  String said() {
    try {
      List<String> all = Files.readAllLines(log);
      return String.join("\n", all.subList(Math.max(0, all.size() - 30), all.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
