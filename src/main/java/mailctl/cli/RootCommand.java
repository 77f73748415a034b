package mailctl.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "mailctl",
    description = "Sends scheduled emails about events and answers for every message")
@Examples({"mailctl send --id 42", "mailctl sweep", "mailctl help environment"})
final class RootCommand extends Action {
  @Mixin final GlobalOptions options;

  RootCommand(Session session, GlobalOptions options) {
    super(session);
    this.options = options;
  }

  @Override
  ExitCode run(Session session) {
    session.terminal().err().println("Usage: mailctl <command> [options]\nTry: mailctl --help");
    return ExitCode.USAGE;
  }
}
