package mailctl.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import mailctl.audience.Event;
import mailctl.campaign.EventInZone;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command
@Examples({"mailctl event show winter-night-market", "mailctl event show 3 --json"})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class EventShowCommand extends Action {
  @Parameters(paramLabel = "EVENT", description = "the event, by id or slug")
  String name = "";

  private record Shown(EventInZone event, List<EmailRow> emails) {}

  EventShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Shown shown =
        session
            .app()
            .database()
            .transaction(
                tx -> {
                  Event event = session.app().events().require(tx, name);
                  return new Shown(
                      EmailRow.event(session, tx, event.id()),
                      EmailRow.of(
                          session,
                          tx,
                          session.app().schedule().list(tx, Optional.of(event.id()), Set.of())));
                });
    EventInZone event = shown.event();
    if (session.json()) {
      session.print(
          Json.object()
              .put("event", EventView.json(event.event(), event.organization()))
              .list("scheduled_emails", shown.emails(), EmailView::json));
      return ExitCode.OK;
    }
    EventView.fields(event.event(), event.organization()).print(session.terminal());
    if (!shown.emails().isEmpty()) {
      session.terminal().out().println();
      EmailView.table(shown.emails()).print(session.terminal());
    }
    return ExitCode.OK;
  }
}
