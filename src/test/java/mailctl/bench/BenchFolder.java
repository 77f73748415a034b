package mailctl.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Gives a bench a folder to work in, and leaves nothing behind, however it ends.
final class BenchFolder {
  private BenchFolder() {}

  static Figures run(Bench bench, boolean quick, List<String> options) throws Exception {
    // Not the temporary folder of the system: that may be memory, where fsync costs nothing.
    Path parent = Files.createDirectories(Path.of("target", "bench").toAbsolutePath());
    House house = new House();
    Thread hook = new Thread(house::close, "bench-cleanup");
    Runtime.getRuntime().addShutdownHook(hook);
    try (house) {
      Path folder = Files.createTempDirectory(parent, bench.name());
      house.add(() -> delete(folder));
      Progress progress = new Progress(System.err);
      return measure(bench, new BenchRun(quick, options, folder, house, progress));
    }
  }

  private static Figures measure(Bench bench, BenchRun run) throws Exception {
    try {
      return bench.measure(run);
    } catch (Exception e) {
      if (!run.house().isClosed()) {
        throw e;
      }
      run.progress().say("stopped; nothing is left behind");
      return new Figures();
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
