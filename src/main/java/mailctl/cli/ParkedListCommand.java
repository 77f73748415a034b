package mailctl.cli;

import java.util.Optional;
import mailctl.inspect.ParkedQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "A post is parked when it cannot be read at all, an event when it is malformed, too old or",
      "its delivery is not known. Those without a delivery are tried again by themselves."
    })
@Examples({
  "mailctl parked list",
  "mailctl parked list --reason unmatched --since 2h",
  "mailctl parked list --discarded --json"
})
@ExitCodes({ExitCode.UNAVAILABLE})
final class ParkedListCommand extends Action {
  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "only those parked for this reason, or words of a post's")
  Optional<String> reason = Optional.empty();

  @Option(names = "--discarded", description = "those that were given up, instead")
  boolean discarded;

  @Mixin final TimeRange range = new TimeRange();
  @Mixin final RowLimit limit = new RowLimit();

  ParkedListCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    ParkedOutput.list(
        session,
        new ParkedQuery(
            reason, range.since(session), range.until(session), discarded, limit.rows()));
    return ExitCode.OK;
  }
}
