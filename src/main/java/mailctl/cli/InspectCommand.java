package mailctl.cli;

import mailctl.inspect.Overview;
import picocli.CommandLine.Command;

@Command(
    description = {
      "By itself it shows the 20 scheduled emails that are due nearest to now, and what needs an",
      "eye on it."
    })
@Examples({
  "mailctl inspect",
  "mailctl inspect deliveries --id 42 --undelivered",
  "mailctl inspect delivery 1234"
})
@ExitCodes(ExitCode.UNAVAILABLE)
final class InspectCommand extends Action {
  private static final int EMAILS = 20;

  InspectCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Overview overview = session.app().inspector().overview(EMAILS);
    if (session.json()) {
      session.print(json(overview));
    } else {
      print(session, overview);
    }
    return ExitCode.OK;
  }

  private static JsonObject json(Overview overview) {
    return Json.object()
        .list("emails", overview.emails(), EmailSummaryView::json)
        .put("scheduled_emails", overview.scheduledEmails())
        .put("overdue_emails", overview.overdueEmails())
        .put("overdue_deliveries", overview.overdueDeliveries())
        .put("pending_retries", overview.retries().pending())
        .put("next_retry_at", overview.retries().nextAt())
        .put("doubtful_submissions", overview.doubts().submissions())
        .put("deliveries_in_doubt", overview.doubts().deliveries())
        .put("inbox", InboxView.json(overview.inbox()))
        .put("provider", LimitsView.json(overview.limits()));
  }

  private static void print(Session session, Overview overview) {
    Terminal terminal = session.terminal();
    Times times = session.times();
    if (overview.emails().isEmpty()) {
      session.say("no scheduled emails in " + session.app().database().location());
    } else {
      EmailSummaryView.table(overview.emails(), times).print(terminal);
      terminal.out().println();
    }
    Details details =
        new Details()
            .line("scheduled emails", overview.scheduledEmails())
            .line("overdue emails", overview.overdueEmails())
            .line("overdue deliveries", overview.overdueDeliveries())
            .line("retries pending", overview.retries().pending())
            .line("next retry", overview.retries().nextAt().map(times::show))
            .line("requests in doubt", overview.doubts().submissions())
            .line("deliveries in doubt", overview.doubts().deliveries());
    InboxView.lines(details, overview.inbox(), times);
    LimitsView.lines(details, overview.limits(), times).print(terminal);
  }
}
