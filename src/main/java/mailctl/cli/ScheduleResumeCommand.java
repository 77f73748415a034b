package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import mailctl.campaign.ScheduledEmailId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command
@Examples({"mailctl schedule resume 3", "mailctl schedule resume 3 4 5 --json"})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ScheduleResumeCommand extends Action {
  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      converter = IdArgument.Email.class,
      description = "the scheduled emails")
  final List<ScheduledEmailId> ids = new ArrayList<>();

  @Mixin final By by = new By();
  @Mixin final DryRun dryRun = new DryRun();

  ScheduleResumeCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    return EmailChanges.of(session, dryRun)
        .each(ids, (tx, id) -> session.app().scheduleControl().resume(tx, id, by.name()));
  }
}
