package mailctl.cli;

import picocli.CommandLine.Command;

@Command
@Examples({"mailctl config check", "mailctl config check --config ./mailctl.yaml"})
final class ConfigCheckCommand extends Action {
  ConfigCheckCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    session.settings().valid();
    if (session.json()) {
      session.print(Json.object().put("valid", true));
    } else {
      session.say("the configuration is valid");
    }
    return ExitCode.OK;
  }
}
