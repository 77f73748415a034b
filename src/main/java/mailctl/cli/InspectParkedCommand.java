package mailctl.cli;

import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.inspect.ParkedItem;
import mailctl.inspect.ParkedQuery;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description =
        "As mailctl parked list and mailctl parked show do, which can also choose and change.")
@Examples({
  "mailctl inspect parked",
  "mailctl inspect parked --post 17",
  "mailctl inspect parked --event 5 --json"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class InspectParkedCommand extends Action {
  @Option(names = "--post", paramLabel = "N", description = "this parked post, with its body")
  Optional<Long> post = Optional.empty();

  @Option(names = "--event", paramLabel = "N", description = "this parked event, with its body")
  Optional<Long> event = Optional.empty();

  @Mixin final RowLimit limit = new RowLimit();

  InspectParkedCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (post.isPresent() && event.isPresent()) {
      throw new Refusal(Refusal.Kind.USAGE, "--post and --event are two things: ask for one");
    }
    if (post.isPresent()) {
      ParkedOutput.show(session, new ParkedId(ParkedItem.Kind.POST, post.get()));
    } else if (event.isPresent()) {
      ParkedOutput.show(session, new ParkedId(ParkedItem.Kind.EVENT, event.get()));
    } else {
      ParkedOutput.list(
          session,
          new ParkedQuery(
              Optional.empty(), Optional.empty(), Optional.empty(), false, limit.rows()));
    }
    return ExitCode.OK;
  }
}
