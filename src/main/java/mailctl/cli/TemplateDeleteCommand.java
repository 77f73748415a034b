package mailctl.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command
@Examples({"mailctl template delete \"Evening market\"", "mailctl template delete 1 --yes"})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class TemplateDeleteCommand extends Action {
  @Mixin final TemplateOption template = new TemplateOption();
  @Mixin final Yes yes = new Yes();
  @Mixin final DryRun dryRun = new DryRun();

  TemplateDeleteCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    TemplateItems.Found found =
        session.app().database().transaction(tx -> template.find(session, tx));
    String name = "template " + found.summary().id() + " '" + found.summary().name() + "'";
    session.ask().confirm("delete " + name + "?", yes.given || dryRun.on);
    Writing.run(
        session,
        dryRun,
        tx -> {
          session.app().templateWork().delete(tx, template.find(session, tx).summary());
          return true;
        });
    if (session.json()) {
      session.print(Json.object().id("deleted", found.summary().id()).put("dry_run", dryRun.on));
    }
    session.say(name + (dryRun.on ? " can be deleted" : " is deleted"));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }
}
