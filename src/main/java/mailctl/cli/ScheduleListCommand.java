package mailctl.cli;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailctl.audience.Event;
import mailctl.campaign.ScheduledEmailStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl schedule list",
  "mailctl schedule list --event winter-night-market --status paused,held",
  "mailctl schedule list --overdue --json",
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ScheduleListCommand extends Action {
  @Mixin final EventOption event = new EventOption();

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      split = ",",
      description = "only these: paused, scheduled, active, sending, held, sent, failed, cancelled")
  List<String> states = List.of();

  @Option(names = "--overdue", description = "only those more than 10 minutes late")
  boolean overdue;

  ScheduleListCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Set<ScheduledEmailStatus> wanted = EnumSet.noneOf(ScheduledEmailStatus.class);
    states.forEach(word -> wanted.add(Choice.of(ScheduledEmailStatus.class, "--status", word)));
    List<EmailRow> rows =
        session
            .app()
            .database()
            .transaction(
                tx -> {
                  Optional<Event> of = event.find(session, tx);
                  return EmailRow.of(
                      session, tx, session.app().schedule().list(tx, of.map(Event::id), wanted));
                });
    List<EmailRow> shown =
        overdue ? rows.stream().filter(row -> row.late().isPresent()).toList() : rows;
    if (session.json()) {
      session.print(Json.object().list("scheduled_emails", shown, EmailView::json));
    } else if (shown.isEmpty()) {
      session.say(overdue ? "nothing is overdue" : "no scheduled emails");
    } else {
      EmailView.table(shown).print(session.terminal());
    }
    return ExitCode.OK;
  }
}
