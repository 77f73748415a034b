package mailctl.cli;

import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command
@Examples({"mailctl schedule cancel 3", "mailctl schedule cancel 3 --yes"})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ScheduleCancelCommand extends Action {
  @Parameters(
      paramLabel = "ID",
      converter = IdArgument.Email.class,
      description = "the scheduled email")
  ScheduledEmailId id = new ScheduledEmailId(1);

  @Mixin final Yes yes = new Yes();
  @Mixin final By by = new By();
  @Mixin final DryRun dryRun = new DryRun();

  ScheduleCancelCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    ScheduledEmail email =
        session.app().database().transaction(tx -> session.app().schedule().show(tx, id));
    session.ask().confirm("cancel " + EmailView.name(email) + " for good?", yes.given || dryRun.on);
    ExitCode code =
        EmailChanges.of(session, dryRun)
            .one(tx -> session.app().scheduleControl().cancel(tx, id, by.name()));
    if (!dryRun.on) {
      session.app().delivery().cancelling().carryOut(id);
    }
    return code;
  }
}
