package mailctl.cli;

import mailctl.log.LogControl;

/// How much is logged. As configured: warnings only, as plain sentences, for a command that ends.
/// For a daemon, `apply` says what happens, with time and level.
public interface LogLevels extends LogControl {
  /// For `--verbose`: everything that mailctl does.
  void verbose();

  /// For `--json`, whose stderr is one object or nothing.
  void silent();

  /// While the last line of stderr is drawn over and over: a line that is logged takes its place.
  void overABar();

  /// What a command that ends logs is one JSON object a line from now on.
  void json();
}
