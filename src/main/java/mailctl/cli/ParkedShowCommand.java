package mailctl.cli;

import mailctl.inspect.ParkedItem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command
@Examples({"mailctl parked show post:12", "mailctl parked show event:7 --json"})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ParkedShowCommand extends Action {
  @Parameters(
      paramLabel = "ID",
      converter = ParkedId.Converter.class,
      description = "post:N or event:N")
  ParkedId id = new ParkedId(ParkedItem.Kind.POST, 0);

  ParkedShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    ParkedOutput.show(session, id);
    return ExitCode.OK;
  }
}
