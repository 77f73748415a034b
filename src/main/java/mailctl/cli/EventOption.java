package mailctl.cli;

import java.util.Optional;
import mailctl.audience.Event;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import picocli.CommandLine.Option;

/// `--event`, by id or slug; `@Mixin final EventOption event = new EventOption();`.
final class EventOption {
  @Option(names = "--event", paramLabel = "EVENT", description = "the event, by id or slug")
  Optional<String> name = Optional.empty();

  /// The event, if one was named.
  ///
  /// @throws Refusal (NOT_FOUND) when there is none of that name
  Optional<Event> find(Session session, Tx tx) {
    return name.map(each -> session.app().events().require(tx, each));
  }

  /// @throws Refusal (USAGE) when none was named, (NOT_FOUND) when there is none of that name
  Event require(Session session, Tx tx) {
    return find(session, tx)
        .orElseThrow(() -> new Refusal(Refusal.Kind.USAGE, "name the event with --event"));
  }
}
