package mailctl.cli;

import java.util.List;
import java.util.Optional;
import mailctl.app.App;
import mailctl.inspect.DeliveryHistory;
import mailctl.inspect.PastHistory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command
@Examples({
  "mailctl inspect delivery 1234",
  "mailctl inspect delivery 1234 --as-of 2026-06-01T09:00:00Z",
  "mailctl inspect delivery 1234 --as-of 2h --json"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class InspectDeliveryCommand extends Action {
  @Parameters(paramLabel = "ID", description = "the delivery's id")
  long id;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      converter = TimeOption.Converter.class,
      description = "as it was known then: RFC 3339, or reaching back from now, as in 2h")
  Optional<TimeOption> asOf = Optional.empty();

  InspectDeliveryCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    App app = session.app();
    if (asOf.isPresent()) {
      PastHistory past =
          app.inspector().delivery(id, asOf.get().at(app.clock().instant()), app.recollection());
      VisitVerdicts verdicts = verdicts(app, past.history().events());
      if (session.json()) {
        session.print(HistoryJson.of(past, verdicts));
      } else {
        new HistoryView(session.terminal(), session.times(), verdicts).print(past);
      }
      return ExitCode.OK;
    }
    DeliveryHistory history = app.inspector().delivery(id);
    VisitVerdicts verdicts = verdicts(app, history.events());
    if (session.json()) {
      session.print(HistoryJson.of(history, verdicts));
    } else {
      new HistoryView(session.terminal(), session.times(), verdicts).print(history);
    }
    return ExitCode.OK;
  }

  private static VisitVerdicts verdicts(App app, List<DeliveryHistory.EventLine> events) {
    return new VisitVerdicts(app.visitJudge(), events);
  }
}
