package mailctl.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.app.App;
import mailctl.audience.Event;
import mailctl.audience.EventQuery;
import mailctl.audience.EventStatus;
import mailctl.audience.Organization;
import mailctl.audience.OrganizationId;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({"mailctl event list", "mailctl event list --status live --json"})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class EventListCommand extends Action {
  @Option(
      names = "--organization",
      paramLabel = "ORGANIZATION",
      description = "only those of this one, by id or slug")
  Optional<String> organization = Optional.empty();

  @Option(names = "--status", paramLabel = "STATUS", description = "draft, live or cancelled")
  Optional<String> status = Optional.empty();

  @Mixin final ListOptions page = new ListOptions();

  private record Row(Event event, Organization organization) {}

  EventListCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Optional<EventStatus> wanted =
        status.map(word -> Choice.of(EventStatus.class, "--status", word));
    App app = session.app();
    List<Row> rows = app.database().transaction(tx -> rows(app, tx, wanted));
    if (session.json()) {
      session.print(
          Json.object()
              .list("events", rows, row -> EventView.json(row.event(), row.organization())));
    } else if (rows.isEmpty()) {
      session.say("no events");
    } else {
      table(rows).print(session.terminal());
    }
    page.sayIfFull(session, rows.size(), rows.isEmpty() ? "" : rows.getLast().event().id());
    return ExitCode.OK;
  }

  private List<Row> rows(App app, Tx tx, Optional<EventStatus> wanted) {
    Optional<OrganizationId> of =
        organization.map(name -> app.organizations().require(tx, name).id());
    Map<OrganizationId, Organization> known = new HashMap<>();
    return app.events().list(tx, new EventQuery(of, wanted, page.after, page.limit())).stream()
        .map(
            event ->
                new Row(
                    event,
                    known.computeIfAbsent(
                        event.organization(), id -> app.organizations().require(tx, id))))
        .toList();
  }

  private static Table table(List<Row> rows) {
    Table table = Table.of("ID", "SLUG", "TITLE", "STATUS", "DATE", "ORGANIZATION");
    rows.forEach(
        row ->
            table.row(
                row.event().id(),
                row.event().slug(),
                row.event().title(),
                Choice.word(row.event().status()),
                row.event().eventDate().map(Object::toString).orElse("-"),
                row.organization().slug()));
    return table.flexible("TITLE");
  }
}
