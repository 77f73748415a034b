package mailctl.cli;

import mailctl.campaign.ScheduledEmailId;
import mailctl.delivery.SendPlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Counts by clause of the filter and by reason to skip, samples of every branch that its",
      "sections have, placeholders without a value, and when it would be through at the rate of the",
      "last email or of the budget. `send --plan` then sends exactly that, or refuses and says what",
      "differs. The email itself stays as it is, and still goes out at its time."
    })
@Examples({"mailctl plan --id 42", "mailctl plan --id 42 --json", "mailctl send --plan 7"})
@ExitCodes({ExitCode.FAILED, ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class PlanCommand extends Action {
  @Option(names = "--id", paramLabel = "N", required = true, description = "the scheduled email")
  long id;

  PlanCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    ScheduledEmailId email = Id.scheduledEmail(id);
    SendPlan plan = session.app().delivery().sendPlans().create(email);
    if (session.json()) {
      session.print(PlanView.json(plan));
    } else {
      PlanView.print(plan, session);
    }
    return ExitCode.OK;
  }
}
