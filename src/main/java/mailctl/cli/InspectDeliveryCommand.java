package mailctl.cli;

import mailctl.inspect.DeliveryHistory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "delivery",
    description =
        "Show one delivery: what was decided, its attempts, SendGrid's events and what comes next")
@Examples({"mailctl inspect delivery 1234", "mailctl inspect delivery 1234 --json"})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class InspectDeliveryCommand extends Action {
  @Parameters(paramLabel = "ID", description = "the delivery's id")
  long id;

  InspectDeliveryCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    DeliveryHistory history = session.app().inspector().delivery(id);
    if (session.json()) {
      session.print(HistoryJson.of(history));
    } else {
      new HistoryView(session.terminal(), session.times()).print(history);
    }
    return ExitCode.OK;
  }
}
