package mailctl.cli;

import mailctl.audience.Registration;
import mailctl.audience.RegistrationId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command
@Examples({"mailctl registration show 118", "mailctl registration show 118 --json"})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class RegistrationShowCommand extends Action {
  @Parameters(
      paramLabel = "ID",
      converter = IdArgument.OfRegistration.class,
      description = "the registration")
  RegistrationId id = new RegistrationId(1);

  RegistrationShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Registration registration =
        session.app().database().transaction(tx -> session.app().registrations().require(tx, id));
    if (session.json()) {
      session.print(Json.object().put("registration", RegistrationView.json(registration)));
    } else {
      RegistrationView.fields(registration).print(session.terminal());
    }
    return ExitCode.OK;
  }
}
