package mailctl.cli;

import picocli.CommandLine.Option;

/// `--yes`, for commands that ask before they act; `@Mixin final Yes yes = new Yes();`, then
/// `session.ask().confirm("…?", yes.given)`.
final class Yes {
  @Option(names = "--yes", description = "do it without asking")
  boolean given;
}
