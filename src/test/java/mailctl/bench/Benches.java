package mailctl.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `scripts/bench NAME [--json] [--quick] [options of the bench]`.
final class Benches {
  private static final List<Bench> ALL =
      List.of(new WebhookBench(), new SendBench(), new VerifyBench());
  private static final int USAGE = 2;

  private Benches() {}

  static void main(String[] args) throws Exception {
    List<String> words = new ArrayList<>(List.of(args));
    boolean json = words.remove("--json");
    boolean quick = words.remove("--quick");
    if (words.isEmpty() || words.contains("--help")) {
      System.out.print(help());
      return;
    }
    String name = words.removeFirst();
    Optional<Bench> bench = ALL.stream().filter(each -> each.name().equals(name)).findFirst();
    if (bench.isEmpty()) {
      System.err.println("bench: there is no bench '" + name + "'\n\n" + help());
      System.exit(USAGE);
      return;
    }
    Figures figures = BenchFolder.run(bench.get(), quick, words);
    System.out.println(json ? FiguresJson.of(figures) : FiguresTable.of(figures).stripTrailing());
    // The pools' threads need not be waited for.
    System.exit(0);
  }

  private static String help() {
    StringBuilder help = new StringBuilder("scripts/bench NAME [--json] [--quick]\n\n");
    ALL.forEach(each -> help.append("  %-10s %s%n".formatted(each.name(), each.summary())));
    return help.toString();
  }
}
