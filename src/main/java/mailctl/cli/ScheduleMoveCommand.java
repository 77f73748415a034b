package mailctl.cli;

import java.util.Optional;
import mailctl.campaign.ScheduleChange;
import mailctl.campaign.ScheduledEmail;
import mailctl.campaign.ScheduledEmailId;
import mailctl.campaign.Trigger;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command
@Examples({
  "mailctl schedule move 3 --to \"2026-12-01 09:00\"",
  "mailctl schedule move 3 --when \"2 days before event at 18:00\"",
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ScheduleMoveCommand extends Action {
  @Parameters(
      paramLabel = "ID",
      converter = IdArgument.Email.class,
      description = "the scheduled email")
  ScheduledEmailId id = new ScheduledEmailId(1);

  @Option(
      names = "--to",
      paramLabel = "TIME",
      description = "\"2026-12-01 09:00\" in the organization's zone, or RFC 3339")
  Optional<String> to = Optional.empty();

  @Option(
      names = "--when",
      paramLabel = "TRIGGER",
      description = "such as \"7 days before event at 09:00\"; all: mailctl help triggers")
  Optional<String> when = Optional.empty();

  @Mixin final By by = new By();
  @Mixin final DryRun dryRun = new DryRun();

  ScheduleMoveCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    return EmailChanges.of(session, dryRun).one(tx -> move(session, tx));
  }

  private ScheduleChange move(Session session, Tx tx) {
    ScheduledEmail email = session.app().schedule().show(tx, id);
    Trigger trigger =
        TriggerText.read("--to", to, when, EmailRow.event(session, tx, email.event()).zone())
            .orElseThrow(
                () ->
                    new Refusal(
                        Refusal.Kind.USAGE,
                        "it needs --to TIME or --when TRIGGER",
                        "mailctl schedule move --help"));
    return session.app().schedule().move(tx, id, trigger, by.name());
  }
}
