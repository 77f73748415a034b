package mailctl.cli;

import mailctl.campaign.ScheduledEmailId;
import mailctl.delivery.ExperimentReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command
@Examples({"mailctl schedule variants 3", "mailctl schedule variants 3 --json"})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ScheduleVariantsCommand extends Action {
  @Parameters(
      paramLabel = "ID",
      converter = IdArgument.Email.class,
      description = "the scheduled email")
  ScheduledEmailId id = new ScheduledEmailId(1);

  ScheduleVariantsCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    ExperimentReport report = ExperimentView.read(session, id);
    if (session.json()) {
      session.print(Json.object().put("experiment", ExperimentView.json(report)));
    } else if (report.experiment().isNone()) {
      session.say(EmailView.name(report.email()) + " has no variants");
    } else {
      ExperimentView.print(report, session.terminal());
    }
    return ExitCode.OK;
  }
}
