package mailctl.cli;

import mailctl.database.Refusal;
import picocli.CommandLine.Option;

/// How much of a list, and from where on.
final class ListOptions {
  @Option(names = "--limit", paramLabel = "N", description = "at most so many (100)")
  int limit = 100;

  @Option(names = "--after", paramLabel = "ID", description = "only those with higher ids")
  long after;

  int limit() {
    if (limit < 1) {
      throw new Refusal(Refusal.Kind.USAGE, "--limit is at least 1, not " + limit);
    }
    return limit;
  }

  /// A full page may have more behind it.
  void sayIfFull(Session session, int rows, Object last) {
    if (rows == limit) {
      session.say("the first " + limit + "; for more: --after " + last + ", or a higher --limit");
    }
  }
}
