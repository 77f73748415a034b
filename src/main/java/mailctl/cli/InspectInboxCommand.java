package mailctl.cli;

import mailctl.inspect.InboxState;
import picocli.CommandLine.Command;

@Command
@Examples({"mailctl inspect inbox", "mailctl inspect parked"})
@ExitCodes(ExitCode.UNAVAILABLE)
final class InspectInboxCommand extends Action {
  InspectInboxCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    InboxState inbox = session.app().inspector().inbox();
    if (session.json()) {
      session.print(Json.object().put("inbox", InboxView.json(inbox)));
    } else {
      InboxView.lines(new Details(), inbox, session.times()).print(session.terminal());
    }
    return ExitCode.OK;
  }
}
