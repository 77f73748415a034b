package mailctl.cli;

import java.util.Optional;
import mailctl.campaign.TemplateYaml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl template export \"Evening market\" > evening-market.yaml",
  "mailctl template export 1 --output evening-market.yaml",
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class TemplateExportCommand extends Action {
  @Mixin final TemplateOption template = new TemplateOption();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "write it there, which must be a new file; else to standard output")
  Optional<String> output = Optional.empty();

  @Option(names = "--force", description = "write over the file")
  boolean force;

  TemplateExportCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    String yaml =
        session
            .app()
            .database()
            .transaction(
                tx -> {
                  TemplateItems.Found found = template.find(session, tx);
                  String slug =
                      session
                          .app()
                          .organizations()
                          .require(tx, found.summary().organization())
                          .slug();
                  return TemplateYaml.write(slug, found.template());
                });
    output.ifPresent(file -> write(file, yaml));
    if (session.json()) {
      session.print(Json.object().put("yaml", yaml).put("file", output));
    } else if (output.isEmpty()) {
      session.terminal().out().print(yaml);
    }
    output.ifPresent(file -> session.say("written to " + file));
    return ExitCode.OK;
  }

  private void write(String file, String yaml) {
    if (!force) {
      OutputFile.refuseExisting(file);
    }
    OutputFile.write(file, yaml);
  }
}
