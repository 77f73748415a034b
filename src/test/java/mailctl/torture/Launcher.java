package mailctl.torture;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Starts mailctl as its users do, in JVMs that are small and quick to start.
final class Launcher implements AutoCloseable {
  private final Path folder;
  private final Map<String, String> settings;
  private final String classPath;
  private final AtomicInteger number = new AtomicInteger();
  private final Set<Victim> living = ConcurrentHashMap.newKeySet();
  private volatile List<String> sharing = List.of();
  private volatile boolean closed;

  /// A jar takes the place of the folders of classes: only from jars are classes shared.
  Launcher(Path folder, Map<String, String> settings) throws IOException {
    this.folder = folder;
    this.settings = Map.copyOf(settings);
    Files.createDirectories(folder.resolve("logs"));
    List<String> paths = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (!Files.isDirectory(path)) {
        paths.add(path.toString());
      } else if (Files.exists(path.resolve("mailctl/Main.class"))) {
        paths.add(jar(path).toString());
      }
    }
    this.classPath = String.join(File.pathSeparator, paths);
  }

  private Path jar(Path classes) {
    Path jar = folder.resolve("mailctl.jar");
    int code =
        ToolProvider.findFirst("jar")
            .orElseThrow(() -> new IllegalStateException("a JDK has jar"))
            .run(System.out, System.err, "-c0f", jar.toString(), "-C", classes.toString(), ".");
    if (code != 0) {
      throw new IllegalStateException("jar ended with " + code);
    }
    return jar;
  }

  /// Runs one process to its end, which leaves an archive of its classes for all later ones.
  void share(Training training) throws IOException, InterruptedException {
    Path archive = folder.resolve("mailctl.jsa");
    sharing = List.of("-XX:ArchiveClassesAtExit=" + archive, "-Xlog:disable", "-Xlog:all=off");
    try {
      training.run();
    } finally {
      sharing =
          Files.exists(archive)
              ? List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto", "-Xlog:disable")
              : List.of();
    }
  }

  /// What is worth having in the archive.
  interface Training {
    void run() throws IOException, InterruptedException;
  }

  Victim start(Map<String, String> more, List<String> words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(sharing);
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath));
    command.add("mailctl.Main");
    settings.forEach((key, value) -> command.add("--set=" + key + "=" + value));
    more.forEach((key, value) -> command.add("--set=" + key + "=" + value));
    command.addAll(words);
    Path log =
        folder.resolve("logs").resolve(number.incrementAndGet() + "-" + words.getFirst() + ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(Launcher::configures);
    builder.environment().put("HOME", folder.toString());
    builder.redirectOutput(log.toFile());
    builder.redirectInput(new File("/dev/null"));
    Victim victim = new Victim(words, builder.start(), log, living::remove);
    living.add(victim);
    if (closed) {
      victim.close();
    }
    return victim;
  }

  /// Leaves no process behind.
  @Override
  public void close() throws IOException {
    closed = true;
    for (Victim victim : List.copyOf(living)) {
      victim.close();
    }
  }

  private static boolean configures(String variable) {
    return Stream.of("MAILCTL_", "PG", "XDG_", "SENDGRID_", "DATABASE_URL")
        .anyMatch(variable::startsWith);
  }

  /// Runs a command to its end.
  ///
  /// @return its exit code
  int run(String... words) throws IOException, InterruptedException {
    try (Victim victim = start(Map.of(), List.of(words))) {
      return victim.await();
    }
  }

  /// As `run`, where nothing else than success will do.
  void mustRun(String... words) throws IOException, InterruptedException {
    try (Victim victim = start(Map.of(), List.of(words))) {
      int code = victim.await();
      if (code != 0) {
        throw new IllegalStateException(
            Stream.of(words).collect(Collectors.joining(" "))
                + " ended with "
                + code
                + "\n"
                + victim.said());
      }
    }
  }
}
