package mailctl.cli;

import mailctl.database.Refusal;
import picocli.CommandLine.Option;

/// Who does it, for whoever comes second and for the records.
final class By {
  @Option(names = "--by", paramLabel = "NAME", description = "who does it (your login name)")
  String given = System.getProperty("user.name", "operator");

  String name() {
    if (given.isBlank()) {
      throw new Refusal(Refusal.Kind.USAGE, "--by is not empty", "");
    }
    return given.strip();
  }
}
