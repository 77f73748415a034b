package mailctl.cli;

import mailctl.database.Refusal;
import picocli.CommandLine.Option;

/// `--limit`, for lists that may be long; `@Mixin final RowLimit limit = new RowLimit();`.
final class RowLimit {
  private static final int MOST = 10_000;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "at most that many, 50 unless given, 10000 at most")
  int value = 50;

  /// @throws Refusal (USAGE) when it is out of range
  int rows() {
    if (value < 1 || value > MOST) {
      throw new Refusal(
          Refusal.Kind.USAGE, "--limit is a number from 1 to " + MOST + ", not " + value);
    }
    return value;
  }
}
