package mailctl.cli;

import mailctl.audience.Organization;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command
@Examples("mailctl partial delete footer --organization lakeside-markets")
@ExitCodes({ExitCode.FAILED, ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class PartialDeleteCommand extends Action {
  @Parameters(paramLabel = "NAME", description = "the partial")
  String name = "";

  @Mixin final PartialOptions of = new PartialOptions();
  @Mixin final DryRun dryRun = new DryRun();
  @Mixin final Yes yes = new Yes();

  PartialDeleteCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    var database = session.app().database();
    if (!dryRun.on) {
      session.ask().confirm("delete the partial " + name + "?", yes.given);
    }
    Organization owner =
        dryRun.on
            ? database.rehearse(tx -> delete(session, tx))
            : database.transaction(tx -> delete(session, tx));
    if (session.json()) {
      session.print(
          Json.object()
              .put("organization", owner.slug())
              .put("name", name)
              .put("dry_run", dryRun.on));
    } else {
      session.say(dryRun.on ? "dry run: nothing was changed" : "deleted " + name);
    }
    return ExitCode.OK;
  }

  private Organization delete(Session session, Tx tx) {
    Organization owner = of.require(session, tx);
    session.app().partials().delete(tx, owner.id(), name);
    return owner;
  }
}
