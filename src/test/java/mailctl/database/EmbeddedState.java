package mailctl.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A state directory for each test, and other processes that use it. Whatever still runs at the end
/// is ended. The server's binaries are unpacked once for all tests.
final class EmbeddedState implements BeforeEachCallback, AfterEachCallback {
  private Path root = Path.of("not yet");
  private final List<Process> processes = new ArrayList<>();

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    root = Files.createTempDirectory("mailctl-state");
    String copy = "cp -a '" + Prototype.STATE + "/.' '" + root + "'";
    ServerProgram.Result result =
        new ServerProgram(root.resolve("command.log"), Duration.ofMinutes(1))
            .run(List.of("sh", "-c", copy));
    if (!result.succeeded()) {
      throw new IOException(result.output());
    }
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    processes.forEach(Process::destroyForcibly);
    new ServerProcess(new StateDirectory(root)).stop();
    FileTree.delete(root);
  }

  /// Made once for all tests, as making a database is much work for a disk.
  private static final class Prototype {
    static final Path BINARIES = target("embedded-binaries");
    static final Path STATE = target("embedded-prototype");

    static {
      try {
        Binaries.ofThisMachine().unpackInto(BINARIES);
        FileTree.delete(STATE);
        Files.createDirectories(STATE);
        Files.createSymbolicLink(STATE.resolve("binaries"), BINARIES);
        OpenDatabase.open(new DatabaseSettings.Embedded(STATE), 1).close();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    private static Path target(String name) {
      return Path.of(System.getProperty("mailctl.home"), "target", name);
    }
  }

  /// Takes the prepared database away: the next opening makes one.
  void makeEmpty() throws IOException {
    FileTree.delete(data());
    Files.delete(root.resolve("password"));
  }

  Path root() {
    return root;
  }

  Path data() {
    return root.resolve("data");
  }

  DatabaseSettings settings() {
    return new DatabaseSettings.Embedded(root);
  }

  OpenDatabase open() {
    return OpenDatabase.open(settings(), 4);
  }

  Optional<PostmasterFile> server() throws IOException {
    return PostmasterFile.read(data()).filter(PostmasterFile::isAlive);
  }

  long serverProcess() throws IOException {
    return server().orElseThrow().pid();
  }

  /// Another mailctl process, with the database open: give it a line of input, and it leaves.
  Process otherProcess(Map<String, String> environment) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                OtherProcess.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    Process process = builder.start();
    processes.add(process);
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    if (!"open".equals(output.readLine())) {
      throw new IllegalStateException("the other process did not open the database");
    }
    return process;
  }

  /// Tells it to leave, and waits until it has.
  static void leave(Process process) throws IOException, InterruptedException {
    process.getOutputStream().close();
    process.waitFor();
  }

  static void kill(Process process) throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
