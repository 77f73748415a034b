package mailctl.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command
@Examples({"source <(mailctl completion bash)", "source <(mailctl completion zsh)"})
final class CompletionCommand extends Action {
  static final String NAME = "completion";

  /// picocli's script serves both and finds out where it runs.
  private enum Shell {
    BASH,
    ZSH
  }

  @Parameters(paramLabel = "{bash|zsh}", description = "the shell")
  Shell shell = Shell.BASH;

  private final CommandLine root;

  CompletionCommand(Session session, CommandLine root) {
    super(session);
    this.root = root;
  }

  @Override
  ExitCode run(Session session) {
    session.terminal().out().print(AutoComplete.bash("mailctl", root));
    session.terminal().out().print(LiveCompletion.script(root));
    return ExitCode.OK;
  }
}
