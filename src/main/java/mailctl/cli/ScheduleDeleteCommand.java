package mailctl.cli;

import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command
@Examples({"mailctl schedule delete 3", "mailctl schedule delete 3 --yes"})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ScheduleDeleteCommand extends Action {
  @Parameters(
      paramLabel = "ID",
      converter = IdArgument.Email.class,
      description = "the scheduled email")
  ScheduledEmailId id = new ScheduledEmailId(1);

  @Mixin final Yes yes = new Yes();
  @Mixin final DryRun dryRun = new DryRun();

  ScheduleDeleteCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    ScheduledEmail email =
        session.app().database().transaction(tx -> session.app().schedule().show(tx, id));
    session.ask().confirm("delete " + EmailView.name(email) + "?", yes.given || dryRun.on);
    ScheduledEmail deleted =
        Writing.run(session, dryRun, tx -> session.app().schedule().delete(tx, id));
    if (session.json()) {
      session.print(Json.object().id("deleted", deleted.id()).put("dry_run", dryRun.on));
    }
    session.say(EmailView.name(deleted) + (dryRun.on ? " can be deleted" : " is deleted"));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }
}
