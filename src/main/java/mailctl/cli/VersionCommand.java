package mailctl.cli;

import picocli.CommandLine.Command;

@Command
@Examples({"mailctl version", "mailctl version --json"})
final class VersionCommand extends Action {
  VersionCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (session.json()) {
      session.print(
          Json.object()
              .put("version", Version.number())
              .put("java_version", Runtime.version().toString()));
    } else {
      session.terminal().out().println("mailctl " + Version.number());
    }
    return ExitCode.OK;
  }
}
