package mailctl.cli;

import picocli.CommandLine.Option;

/// `--dry-run`, for every command that writes; `@Mixin final DryRun dryRun = new DryRun();`. Such a
/// command does its work in `Database.rehearse` and says afterwards that nothing was changed.
final class DryRun {
  @Option(
      names = {"-n", "--dry-run"},
      description = "show what would be done and change nothing")
  boolean on;
}
