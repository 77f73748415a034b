package mailctl.database;

/// Whether a failure is the fault of what was to be written, or of the server and its
/// circumstances.
public final class Blame {
  private Blame() {}

  /// The server is away, full, broken or crowded: the same work, with any other content, would have
  /// failed as well, and it may succeed later.
  public static boolean isTheServers(Throwable e) {
    return e instanceof DatabaseUnavailableException
        || SqlStates.isUnavailable(e)
        || SqlStates.isWorthRepeating(e)
        || SqlStates.isOutOfMeans(e);
  }

  /// What the server said, in one line.
  public static String words(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage())
        .lines()
        .findFirst()
        .orElse("")
        .replaceFirst("^(ERROR|FATAL|PANIC): +", "");
  }
}
