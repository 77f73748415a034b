package mailctl.bench;

/// One bench. It starts what it needs, hands it to `run`'s house, and measures.
public interface Bench {
  /// As on the command line.
  String name();

  /// What it measures, for the list.
  String summary();

  Figures measure(BenchRun run) throws Exception;
}
