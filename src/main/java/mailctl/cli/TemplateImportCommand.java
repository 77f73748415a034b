package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.audience.Organization;
import mailctl.audience.Saved;
import mailctl.campaign.CampaignFile;
import mailctl.campaign.CampaignTemplate;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command
@Examples({
  "mailctl template import evening-market.yaml --dry-run",
  "mailctl template import evening-market.yaml --organization lakeside-markets",
  "mailctl template import --sample --organization lakeside-markets",
})
@ExitCodes({ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class TemplateImportCommand extends Action {
  private static final String SAMPLE = "sample:season.yaml";

  @Parameters(paramLabel = "FILE", arity = "0..1", description = "a path, or - for standard input")
  Optional<String> name = Optional.empty();

  @Option(names = "--sample", description = "the sample that comes with mailctl, a whole season")
  boolean sample;

  @Option(
      names = "--organization",
      paramLabel = "ORGANIZATION",
      description = "whose they become, by id or slug, instead of whom the file names")
  Optional<String> organization = Optional.empty();

  @Mixin final DryRun dryRun = new DryRun();

  private record Stored(CampaignTemplate template, Organization owner, Saved<Long> saved) {}

  TemplateImportCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (sample == name.isPresent()) {
      throw new Refusal(
          Refusal.Kind.USAGE, "name a file, or say --sample", "mailctl template import --help");
    }
    InputFile input = InputFile.read(session, name.orElse(SAMPLE));
    Optional<String> owner =
        organization.map(
            it ->
                session
                    .app()
                    .database()
                    .transaction(tx -> session.app().organizations().require(tx, it).slug()));
    CampaignFile file = CampaignFile.readTemplates(input.name(), input.text(), owner);
    List<Stored> stored = Writing.run(session, dryRun, tx -> store(session, tx, file));
    if (session.json()) {
      session.print(
          Json.object()
              .list("templates", stored, TemplateImportCommand::json)
              .put("dry_run", dryRun.on));
    }
    stored.forEach(it -> session.say(words(it)));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  private static List<Stored> store(Session session, Tx tx, CampaignFile file) {
    List<Stored> stored = new ArrayList<>();
    for (CampaignFile.TemplateEntry entry : file.templates()) {
      Organization owner = session.app().organizations().require(tx, entry.organization());
      stored.add(
          new Stored(
              entry.template(),
              owner,
              session.app().templateWork().save(tx, owner.id(), entry.template())));
    }
    return stored;
  }

  private static JsonObject json(Stored it) {
    return Json.object()
        .id("id", it.saved().id())
        .put("name", it.template().name())
        .put("organization", it.owner().slug())
        .put("emails", it.template().items().size())
        .put("outcome", it.saved().outcome());
  }

  private static String words(Stored it) {
    String became =
        switch (it.saved().outcome()) {
          case INSERTED -> "new";
          case UPDATED -> "updated";
          case UNCHANGED -> "unchanged";
        };
    return "template %s '%s' of %s: %s, %d emails"
        .formatted(
            it.saved().id(),
            it.template().name(),
            it.owner().slug(),
            became,
            it.template().items().size());
  }
}
