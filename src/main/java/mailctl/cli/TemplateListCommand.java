package mailctl.cli;

import java.util.List;
import java.util.Optional;
import mailctl.app.App;
import mailctl.audience.Organization;
import mailctl.campaign.TemplateStore;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command
@Examples({"mailctl template list", "mailctl template list --organization lakeside-markets"})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class TemplateListCommand extends Action {
  @Option(
      names = "--organization",
      paramLabel = "ORGANIZATION",
      description = "only those of this one, by id or slug")
  Optional<String> organization = Optional.empty();

  private record Row(TemplateStore.Summary template, Organization organization) {}

  TemplateListCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    App app = session.app();
    List<Row> rows = app.database().transaction(tx -> rows(app, tx));
    if (session.json()) {
      session.print(Json.object().list("templates", rows, TemplateListCommand::json));
    } else if (rows.isEmpty()) {
      session.say("no templates");
    } else {
      Table table = Table.of("ID", "NAME", "EMAILS", "DEFAULT", "ORGANIZATION").flexible("NAME");
      rows.forEach(
          row ->
              table.row(
                  row.template().id(),
                  row.template().name(),
                  row.template().items(),
                  row.template().isDefault() ? "yes" : "no",
                  row.organization().slug()));
      table.print(session.terminal());
    }
    return ExitCode.OK;
  }

  private List<Row> rows(App app, Tx tx) {
    return app
        .templates()
        .list(tx, organization.map(name -> app.organizations().require(tx, name).id()))
        .stream()
        .map(it -> new Row(it, app.organizations().require(tx, it.organization())))
        .toList();
  }

  private static JsonObject json(Row row) {
    return Json.object()
        .id("id", row.template().id())
        .put("name", row.template().name())
        .put("default", row.template().isDefault())
        .put("emails", row.template().items())
        .id("organization_id", row.organization().id())
        .put("organization", row.organization().slug());
  }
}
