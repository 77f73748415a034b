package mailctl.cli;

import java.util.List;
import mailctl.app.App;
import mailctl.app.Settings;
import mailctl.inspect.DoubtfulSubmission;
import mailctl.inspect.SettledDoubt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "What they carried is never sent again on hope. An event from SendGrid settles a request, its",
      "Email Logs do where send.prove-absence is on, or a person does with `mailctl resolve`."
    })
@Examples({
  "mailctl inspect doubts",
  "mailctl inspect doubts --settled         # what settled those of the past, and who said so",
  "mailctl inspect deliveries --status in_doubt"
})
@ExitCodes(ExitCode.UNAVAILABLE)
final class InspectDoubtsCommand extends Action {
  @Option(names = "--settled", description = "what settled doubts, the latest first")
  boolean settled;

  @Mixin final RowLimit limit = new RowLimit();

  InspectDoubtsCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (settled) {
      settled(session);
    } else {
      open(session);
    }
    return ExitCode.OK;
  }

  private void open(Session session) {
    App app = session.app();
    Settings.DoubtSection setting = app.settings().doubt();
    List<DoubtfulSubmission> doubts = app.inspector().doubts(limit.rows());
    DoubtView view = new DoubtView(session.times(), setting.proveAbsence(), setting.after());
    if (session.json()) {
      session.print(Json.object().list("doubts", doubts, view::json));
    } else if (doubts.isEmpty()) {
      session.say("nothing in doubt in " + app.database().location());
    } else {
      view.table(doubts).print(session.terminal());
      session.say(
          "when you know what became of one: mailctl resolve "
              + doubts.getFirst().id()
              + " --sent, --resend or --give-up");
    }
  }

  private void settled(Session session) {
    List<SettledDoubt> doubts = session.app().inspector().settledDoubts(limit.rows());
    if (session.json()) {
      session.print(Json.object().list("settled", doubts, DoubtView::json));
    } else if (doubts.isEmpty()) {
      session.say("no doubt was ever settled in " + session.app().database().location());
    } else {
      DoubtView.table(doubts, session.times()).print(session.terminal());
    }
  }
}
