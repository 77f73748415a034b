package mailctl.cli;

import java.util.List;
import mailctl.inspect.PendingRetry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "retries",
    description = "List deliveries that were blocked and go again, the next one first")
@Examples({"mailctl inspect retries", "mailctl inspect retries --limit 500 --json"})
@ExitCodes(ExitCode.UNAVAILABLE)
final class InspectRetriesCommand extends Action {
  @Mixin final RowLimit limit = new RowLimit();

  InspectRetriesCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    List<PendingRetry> retries = session.app().inspector().pendingRetries(limit.rows());
    if (session.json()) {
      session.print(
          Json.object()
              .list(
                  "retries",
                  retries,
                  retry ->
                      Json.object()
                          .put("delivery", DeliveryView.json(retry.delivery()))
                          .put("next", retry.next())));
    } else if (retries.isEmpty()) {
      session.say("no retries pending in " + session.app().database().location());
    } else {
      table(session.times(), retries).print(session.terminal());
    }
    return ExitCode.OK;
  }

  private static Table table(Times times, List<PendingRetry> retries) {
    Table table = Table.of("ID", "EMAIL", "ADDRESS", "DUE", "NEXT");
    for (PendingRetry retry : retries) {
      table.row(
          retry.delivery().id(),
          retry.delivery().scheduledEmailId(),
          retry.delivery().address(),
          times.show(retry.delivery().dueAt()),
          retry.next());
    }
    return table;
  }
}
