package mailctl.cli;

import mailctl.audience.Event;
import mailctl.audience.Organization;
import mailctl.audience.Saved;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl template save --from-event winter-night-market --name \"Night market\"",
  "mailctl template save --from-event 3 --name \"Night market\" --replace --dry-run",
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class TemplateSaveCommand extends Action {
  @Option(
      names = "--from-event",
      paramLabel = "EVENT",
      required = true,
      description = "the event, by id or slug")
  String event = "";

  @Option(names = "--name", paramLabel = "NAME", required = true, description = "the template's")
  String name = "";

  @Option(names = "--description", paramLabel = "TEXT", description = "what it is for")
  String description = "";

  @Option(names = "--replace", description = "write over the template of that name")
  boolean replace;

  @Mixin final DryRun dryRun = new DryRun();

  private record Done(Saved<Long> saved, Organization owner, int emails) {}

  TemplateSaveCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Done done = Writing.run(session, dryRun, tx -> save(session, tx));
    if (session.json()) {
      session.print(
          Json.object()
              .id("id", done.saved().id())
              .put("name", name.strip())
              .put("organization", done.owner().slug())
              .put("emails", done.emails())
              .put("outcome", done.saved().outcome())
              .put("dry_run", dryRun.on));
    } else if (!dryRun.on) {
      session.terminal().out().println(done.saved().id());
    }
    session.say(
        "template '%s' of %s holds the %d emails of %s"
            .formatted(name.strip(), done.owner().slug(), done.emails(), event));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  private Done save(Session session, Tx tx) {
    Event from = session.app().events().require(tx, event);
    Organization owner = session.app().organizations().require(tx, from.organization());
    Saved<Long> saved =
        session.app().templateWork().saveFrom(tx, from, owner, name, description, replace);
    int emails = session.app().templates().find(tx, saved.id()).orElseThrow().items().size();
    return new Done(saved, owner, emails);
  }
}
