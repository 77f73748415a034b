package mailctl.cli;

import mailctl.audience.Organization;
import mailctl.campaign.Partial;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command
@Examples("mailctl partial show footer --organization lakeside-markets")
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class PartialShowCommand extends Action {
  @Parameters(paramLabel = "NAME", description = "the partial")
  String name = "";

  @Option(names = "--text", description = "its text, not its HTML")
  boolean text;

  @Mixin final PartialOptions of = new PartialOptions();

  private record Answer(Organization owner, Partial partial) {}

  PartialShowCommand(Session session) {
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
                  return new Answer(owner, session.app().partials().show(tx, owner.id(), name));
                });
    Partial partial = answer.partial();
    if (session.json()) {
      session.print(PartialOptions.json(answer.owner(), partial));
      return ExitCode.OK;
    }
    String shown = text ? partial.source().text() : partial.source().html();
    if (shown.isEmpty()) {
      session.say("partial " + name + " has no " + (text ? "text" : "HTML"));
    } else {
      session.terminal().out().print(shown.endsWith("\n") ? shown : shown + "\n");
    }
    return ExitCode.OK;
  }
}
