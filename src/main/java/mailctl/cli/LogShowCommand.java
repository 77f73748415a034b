package mailctl.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command
@Examples({"mailctl log show", "mailctl log show --url http://10.0.0.7:8081 --json"})
@ExitCodes({ExitCode.UNAVAILABLE, ExitCode.DENIED})
final class LogShowCommand extends Action {
  @Mixin final AdminUrl url = new AdminUrl();

  LogShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    new LogView(session).show(new AdminClient(session, url.value).get("/log"), false);
    return ExitCode.OK;
  }
}
