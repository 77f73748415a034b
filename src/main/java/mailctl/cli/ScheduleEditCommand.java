package mailctl.cli;

import java.util.Optional;
import mailctl.campaign.EmailChange;
import mailctl.campaign.ScheduleChange;
import mailctl.campaign.ScheduledEmailId;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command
@Examples({
  "mailctl schedule edit 3 --subject \"{{event_title}}: new times\"",
  "mailctl schedule edit 3 --html-file letter.html --filter status=confirmed",
})
@ExitCodes({ExitCode.FAILED, ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ScheduleEditCommand extends Action {
  private static final EmailChange NOTHING =
      new EmailChange(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @Parameters(
      paramLabel = "ID",
      converter = IdArgument.Email.class,
      description = "the scheduled email")
  ScheduledEmailId id = new ScheduledEmailId(1);

  @Mixin final ContentOptions content = new ContentOptions();
  @Mixin final DryRun dryRun = new DryRun();

  ScheduleEditCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    EmailChange change = content.change(session);
    if (change.equals(NOTHING)) {
      throw new Refusal(
          Refusal.Kind.USAGE, "nothing to change was given", "mailctl schedule edit --help");
    }
    return EmailChanges.of(session, dryRun).one(tx -> edit(session, tx, change));
  }

  private ScheduleChange edit(Session session, Tx tx, EmailChange change) {
    return session.app().schedule().edit(tx, id, change);
  }
}
