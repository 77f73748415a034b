package mailctl.cli;

import java.util.Optional;
import mailctl.inspect.Balance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = {
      "They balance when every delivery is in exactly one status, no status is contradicted by its",
      "attempts, and nothing is in flight that nobody holds. When they do not, the exit code is 1."
    })
@Examples({"mailctl inspect balance --id 42", "mailctl inspect balance --id 42 --json"})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class InspectBalanceCommand extends Action {
  @Option(names = "--id", paramLabel = "N", required = true, description = "the scheduled email")
  long id;

  InspectBalanceCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Balance balance = session.app().inspector().balance(id);
    if (session.json()) {
      session.print(json(balance));
    } else {
      print(session, balance);
    }
    return balance.balanced() ? ExitCode.OK : ExitCode.FAILED;
  }

  private static JsonObject json(Balance balance) {
    return Json.object()
        .id("scheduled_email_id", balance.scheduledEmailId())
        .put("balanced", balance.balanced())
        .put("audience", balance.deliveries())
        .put("deliveries", EmailSummaryView.counts(balance.statuses()))
        .put("known_doubles", balance.knownDoubles())
        .list(
            "abandoned_submissions",
            balance.abandoned(),
            each ->
                Json.object()
                    .id("id", each.id())
                    .put("state", each.state())
                    .put("recipients", each.recipients())
                    .put("lease_until", each.leaseUntil()))
        .list(
            "contradictions",
            balance.contradictions(),
            each ->
                Json.object()
                    .id("delivery_id", each.deliveryId())
                    .put("status", each.status())
                    .put("what", each.what()));
  }

  private static void print(Session session, Balance balance) {
    new Details()
        .line("scheduled email", balance.scheduledEmailId())
        .line("balanced", balance.balanced() ? "yes" : "no")
        .line("deliveries", balance.deliveries())
        .line("statuses", EmailSummaryView.words(balance.statuses()))
        .line(
            "mailed twice on a person's word",
            Optional.of(balance.knownDoubles()).filter(doubles -> doubles > 0))
        .print(session.terminal());
    Table table = Table.of("WHAT", "ID", "STATE", "PROBLEM");
    for (Balance.AbandonedSubmission each : balance.abandoned()) {
      String problem =
          each.recipients()
              + " recipients, and its lease ran out "
              + session.times().show(each.leaseUntil())
              + "; the next sweep puts it right";
      table.row("submission", each.id(), each.state(), problem);
    }
    for (Balance.Contradiction each : balance.contradictions()) {
      table.row("delivery", each.deliveryId(), each.status().word(), each.what());
    }
    if (!table.isEmpty()) {
      session.terminal().out().println();
      table.print(session.terminal());
    }
  }
}
