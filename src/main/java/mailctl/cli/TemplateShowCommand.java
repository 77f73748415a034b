package mailctl.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import mailctl.app.App;
import mailctl.audience.Organization;
import mailctl.audience.RecipientFilter;
import mailctl.campaign.CampaignTemplate;
import mailctl.campaign.Draft;
import mailctl.campaign.Variant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command
@Examples({"mailctl template show \"Evening market\"", "mailctl template show 1 --json"})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class TemplateShowCommand extends Action {
  @Parameters(paramLabel = "TEMPLATE", description = "the template, by id or name")
  String name = "";

  @Option(
      names = "--organization",
      paramLabel = "ORGANIZATION",
      description = "whose it is, by id or slug")
  Optional<String> organization = Optional.empty();

  TemplateShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    App app = session.app();
    TemplateItems.Found found =
        app.database()
            .transaction(
                tx -> {
                  Optional<Organization> of =
                      organization.map(it -> app.organizations().require(tx, it));
                  return TemplateItems.require(session, tx, of, name);
                });
    List<CampaignTemplate.Item> items = found.template().items();
    if (session.json()) {
      session.print(Json.object().put("template", json(found)));
      return ExitCode.OK;
    }
    Table fields = Table.of("FIELD", "VALUE");
    fields.row("id", found.summary().id());
    fields.row("name", found.template().name());
    fields.row("description", found.template().description());
    fields.row("default", found.template().isDefault() ? "yes" : "no");
    fields.print(session.terminal());
    session.terminal().out().println();
    Table table =
        Table.of("N", "NAME", "KIND", "CATEGORY", "ENABLED", "TRIGGER", "FILTER", "SUBJECT")
            .flexible("SUBJECT");
    for (int i = 0; i < items.size(); i++) {
      Draft draft = items.get(i).draft();
      table.row(
          i + 1,
          draft.name(),
          draft.kind().text(),
          items.get(i).category(),
          items.get(i).enabled() ? "yes" : "no",
          draft.trigger().text(),
          RecipientFilter.ofJson(draft.content().filter()),
          draft.content().subject());
    }
    table.print(session.terminal());
    return ExitCode.OK;
  }

  private static JsonObject json(TemplateItems.Found found) {
    CampaignTemplate template = found.template();
    return Json.object()
        .id("id", found.summary().id())
        .id("organization_id", found.summary().organization())
        .put("name", template.name())
        .put("description", EventView.some(template.description()))
        .put("default", template.isDefault())
        .list(
            "emails",
            IntStream.range(0, template.items().size()).boxed().toList(),
            i -> json(i + 1, template.items().get(i)));
  }

  private static JsonObject json(int position, CampaignTemplate.Item item) {
    Draft draft = item.draft();
    return Json.object()
        .put("position", position)
        .put("name", draft.name())
        .put("kind", draft.kind())
        .put("category", EventView.some(item.category()))
        .put("enabled", item.enabled())
        .put("trigger", draft.trigger().text())
        .map("filter", RecipientFilter.ofJson(draft.content().filter()).toMap())
        .texts("variants", draft.experiment().variants().stream().map(Variant::name).toList())
        .put("subject", draft.content().subject())
        .put("html", EventView.some(draft.content().html()))
        .put("text", EventView.some(draft.content().text()));
  }
}
