package mailctl.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command
@Examples({"mailctl template default \"Evening market\""})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class TemplateDefaultCommand extends Action {
  @Mixin final TemplateOption template = new TemplateOption();
  @Mixin final DryRun dryRun = new DryRun();

  TemplateDefaultCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    TemplateItems.Found found =
        Writing.run(
            session,
            dryRun,
            tx -> {
              TemplateItems.Found it = template.find(session, tx);
              session.app().templateWork().makeDefault(tx, it.summary());
              return it;
            });
    if (session.json()) {
      session.print(
          Json.object()
              .id("id", found.summary().id())
              .put("name", found.summary().name())
              .put("changed", !found.summary().isDefault())
              .put("dry_run", dryRun.on));
    }
    session.say(
        "template '"
            + found.summary().name()
            + (found.summary().isDefault() ? "' was the default already" : "' is the default now"));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }
}
