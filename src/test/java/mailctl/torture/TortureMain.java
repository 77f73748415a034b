package mailctl.torture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import mailctl.bench.House;

/// `scripts/torture [--kills N] [--seed S] [--minutes M]`.
final class TortureMain {
  private static final String HELP =
      """
      scripts/torture [--kills N] [--seed S] [--minutes M]

        --kills N     kill so many processes with -9 (100)
        --seed S      the choices of a former run (new ones)
        --minutes M   settle after that long, however few kills there were (240)

      Ctrl-C settles and reports; a second one stops at once.
      """;
  private static final int USAGE = 2;

  private TortureMain() {}

  static void main(String[] args) throws Exception {
    List<String> words = List.of(args);
    if (words.contains("--help")) {
      System.out.print(HELP);
      return;
    }
    TorturePlan plan;
    try {
      plan = parse(words);
    } catch (IllegalArgumentException e) {
      System.err.println("torture: " + e.getMessage() + "\n\n" + HELP);
      System.exit(USAGE);
      return;
    }
    System.err.println("torture: seed " + plan.seed());
    String stop = System.getProperty("mailctl.torture.stop", "");
    Verdict verdict = run(plan, () -> !stop.isEmpty() && Files.exists(Path.of(stop)));
    System.out.println(verdict);
    System.exit(verdict.holds() ? 0 : 1);
  }

  private static TorturePlan parse(List<String> words) {
    int kills = 100;
    long seed = InstantSource.system().millis() % 1_000_000;
    long minutes = 240;
    for (int i = 0; i < words.size(); i += 2) {
      if (i + 1 == words.size()) {
        throw new IllegalArgumentException(words.get(i) + " needs a number");
      }
      long number = Long.parseLong(words.get(i + 1));
      switch (words.get(i)) {
        case "--kills" -> kills = Math.toIntExact(number);
        case "--seed" -> seed = number;
        case "--minutes" -> minutes = number;
        default -> throw new IllegalArgumentException("there is no option " + words.get(i));
      }
    }
    return TorturePlan.full(kills, seed, Duration.ofMinutes(minutes));
  }

  /// Leaves nothing behind, however it ends.
  static Verdict run(TorturePlan plan, java.util.function.BooleanSupplier enough) throws Exception {
    // Not the temporary folder of the system: that may be memory, where fsync costs nothing.
    Path parent = Files.createDirectories(Path.of("target", "torture").toAbsolutePath());
    House house = new House();
    Thread hook = new Thread(house::close, "torture-cleanup");
    Runtime.getRuntime().addShutdownHook(hook);
    try (house) {
      Path folder = Files.createTempDirectory(parent, "run");
      house.add(() -> delete(folder));
      return new Torture(plan, folder, house, line -> System.err.println("torture: " + line))
          .run(enough);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
