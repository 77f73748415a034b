package mailctl.cli;

import java.time.Instant;
import java.util.Optional;
import mailctl.database.Refusal;
import picocli.CommandLine.Option;

/// `--since` and `--until`; `@Mixin final TimeRange times = new TimeRange();`.
final class TimeRange {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = TimeOption.Converter.class,
      description = "not before this time: RFC 3339, or reaching back from now, as in 2h")
  Optional<TimeOption> since = Optional.empty();

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = TimeOption.Converter.class,
      description = "before this time")
  Optional<TimeOption> until = Optional.empty();

  Optional<Instant> since(Session session) {
    return since.map(time -> time.at(session.app().clock().instant()));
  }

  /// @throws Refusal (USAGE) when it is not after `since`
  Optional<Instant> until(Session session) {
    Optional<Instant> end = until.map(time -> time.at(session.app().clock().instant()));
    Optional<Instant> start = since(session);
    if (end.isPresent() && start.isPresent() && !start.get().isBefore(end.get())) {
      throw new Refusal(
          Refusal.Kind.USAGE, "--until " + end.get() + " is not after --since " + start.get());
    }
    return end;
  }
}
