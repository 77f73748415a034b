package mailctl.cli;

import java.util.List;
import mailctl.audience.Organization;
import mailctl.campaign.Partial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command
@Examples("mailctl partial list --organization lakeside-markets")
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class PartialListCommand extends Action {
  @Mixin final PartialOptions of = new PartialOptions();

  private record Answer(Organization owner, List<Partial> partials) {}

  PartialListCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Answer answer =
        session
            .app()
            .database()
            .transaction(
                tx -> {
                  Organization owner = of.require(session, tx);
                  return new Answer(owner, session.app().partials().list(tx, owner.id()));
                });
    if (session.json()) {
      session.print(
          Json.object()
              .list("partials", answer.partials(), it -> PartialOptions.json(answer.owner(), it)));
    } else if (answer.partials().isEmpty()) {
      session.say(answer.owner().slug() + " has no partials");
    } else {
      Table table = Table.of("NAME", "HTML", "TEXT");
      answer
          .partials()
          .forEach(
              it ->
                  table.row(
                      it.name(),
                      Counts.of(it.source().html().length(), "character"),
                      Counts.of(it.source().text().length(), "character")));
      table.print(session.terminal());
    }
    return ExitCode.OK;
  }
}
