package mailctl.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What completion asks for when a word is due. Starts no server: who presses a key asked for no
/// such thing.
@Command(hidden = true)
@Examples("mailctl names events")
@ExitCodes(ExitCode.UNAVAILABLE)
final class NamesCommand extends Action {
  static final String NAME = "names";

  @Parameters(paramLabel = "KIND", description = "emails, events, organizations or templates")
  LiveNames kind = LiveNames.EVENTS;

  NamesCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (session.app().databaseIsThere()) {
      kind.of(session.app()).forEach(session.terminal().out()::println);
    }
    return ExitCode.OK;
  }
}
