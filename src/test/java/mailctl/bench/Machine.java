package mailctl.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;

/// What the figures were measured on, in one line.
final class Machine {
  private Machine() {}

  static String describe(BenchDatabase database, String heap) {
    return "%d cores, load %.1f, JDK %s, heap of mailctl %s, PostgreSQL %s (fsync %s, synchronous_commit %s) on %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
            Runtime.version(),
            heap,
            database.text("show server_version"),
            database.text("show fsync"),
            database.text("show synchronous_commit"),
            fileSystem(database));
  }

  private static String fileSystem(BenchDatabase database) {
    try {
      return Files.getFileStore(database.stateDirectory()).type();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
