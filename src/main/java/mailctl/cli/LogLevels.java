package mailctl.cli;

/// How much is logged. As configured: warnings only, as plain sentences, for a command that ends.
public interface LogLevels {
  /// For `--verbose`: everything that mailctl does.
  void verbose();

  /// For `--json`, whose stderr is one object or nothing.
  void silent();

  /// While the last line of stderr is drawn over and over: a line that is logged takes its place.
  void overABar();

  /// For a daemon: what happens, with time and level. `verbose` adds what mailctl does in detail.
  void daemon(boolean verbose);
}
