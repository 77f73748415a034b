package mailctl.cli;

import java.util.Optional;
import mailctl.audience.Organization;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl template clone \"Evening market\" --name \"Morning market\"",
  "mailctl template clone 1 --name \"Evening market\" --to-organization hudson-makers",
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class TemplateCloneCommand extends Action {
  @Mixin final TemplateOption template = new TemplateOption();

  @Option(names = "--name", paramLabel = "NAME", required = true, description = "the copy's name")
  String copy = "";

  @Option(
      names = "--to-organization",
      paramLabel = "ORGANIZATION",
      description = "whose the copy is, by id or slug")
  Optional<String> to = Optional.empty();

  @Mixin final DryRun dryRun = new DryRun();

  private record Done(long id, TemplateItems.Found from, Organization owner) {}

  TemplateCloneCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Done done = Writing.run(session, dryRun, tx -> copy(session, tx));
    if (session.json()) {
      session.print(
          Json.object()
              .id("id", done.id())
              .put("name", copy.strip())
              .put("organization", done.owner().slug())
              .put("emails", done.from().template().items().size())
              .put("dry_run", dryRun.on));
    } else if (!dryRun.on) {
      session.terminal().out().println(done.id());
    }
    session.say(
        "template '%s' of %s: a copy of '%s', %d emails"
            .formatted(
                copy.strip(),
                done.owner().slug(),
                done.from().template().name(),
                done.from().template().items().size()));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  private Done copy(Session session, Tx tx) {
    TemplateItems.Found found = template.find(session, tx);
    Organization owner =
        to.map(it -> session.app().organizations().require(tx, it))
            .orElseGet(
                () -> session.app().organizations().require(tx, found.summary().organization()));
    long id = session.app().templateWork().copy(tx, found.template(), owner, copy);
    return new Done(id, found, owner);
  }
}
