package mailctl.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Runs a program again and again, in an environment without any settings, and takes the median of
/// the times from its start to its end.
final class CommandTimer {
  private static final int WARM_UP = 2;
  private static final long PATIENCE_S = 120;

  private final Path folder;
  private final int runs;

  CommandTimer(Path folder, int runs) {
    this.folder = requireNonNull(folder, "folder is null");
    this.runs = runs;
  }

  /// In milliseconds.
  double median(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    for (int i = 0; i < WARM_UP; i++) {
      once(environment, command);
    }
    double[] millis = new double[runs];
    for (int i = 0; i < runs; i++) {
      millis[i] = once(environment, command);
    }
    Arrays.sort(millis);
    return millis[runs / 2];
  }

  double once(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path said = folder.resolve("said");
    ProcessBuilder builder = start(folder, environment, command);
    builder.redirectErrorStream(true).redirectOutput(said.toFile());
    long start = System.nanoTime();
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IllegalStateException(command + " failed:\n" + Files.readString(said));
    }
    return (System.nanoTime() - start) / 1e6;
  }

  /// A process that knows nothing of this machine's settings.
  static ProcessBuilder start(Path home, Map<String, String> environment, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(
            name ->
                name.startsWith("MAILCTL_")
                    || name.startsWith("PG")
                    || name.startsWith("XDG_")
                    || name.equals("DATABASE_URL"));
    builder.environment().put("HOME", home.toString());
    builder.environment().putAll(environment);
    builder.redirectInput(Path.of("/dev/null").toFile());
    return builder;
  }
}
