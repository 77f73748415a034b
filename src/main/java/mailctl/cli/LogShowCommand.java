package mailctl.cli;

import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command
@Examples({"mailctl log show", "mailctl log show --url http://10.0.0.7:8081 --json"})
@ExitCodes({ExitCode.UNAVAILABLE, ExitCode.DENIED})
final class LogShowCommand extends Action {
  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "the admin listener to ask (as admin.host and admin.port say)")
  Optional<URI> url = Optional.empty();

  LogShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    new LogView(session).show(new AdminClient(session, url).get("/log"), false);
    return ExitCode.OK;
  }
}
