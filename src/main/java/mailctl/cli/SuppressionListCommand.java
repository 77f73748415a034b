package mailctl.cli;

import java.util.List;
import java.util.Optional;
import mailctl.app.App;
import mailctl.suppression.SuppressionEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(description = "With --address all that is known of one address, what was lifted included.")
@Examples({
  "mailctl suppression list",
  "mailctl suppression list --address kim@example.org",
  "mailctl suppression list --limit 1000 --json"
})
@ExitCodes(ExitCode.UNAVAILABLE)
final class SuppressionListCommand extends Action {
  @Option(names = "--address", paramLabel = "ADDRESS", description = "of this address alone")
  Optional<String> address = Optional.empty();

  @Option(names = "--after", paramLabel = "ID", description = "go on after this id")
  long after;

  @Mixin final RowLimit limit = new RowLimit();

  SuppressionListCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    int most = limit.rows();
    Optional<String> one = address.map(SuppressionView::address);
    App app = session.app();
    List<SuppressionView.Row> found =
        app.database()
            .transaction(
                tx -> {
                  List<SuppressionEntry> entries =
                      one.map(email -> app.suppressions().of(tx, email))
                          .orElseGet(() -> app.suppressions().list(tx, after, most + 1));
                  return SuppressionView.rows(app, tx, entries);
                });
    boolean more = one.isEmpty() && found.size() > most;
    List<SuppressionView.Row> rows = more ? found.subList(0, most) : found;
    Optional<String> next =
        more ? Optional.of(rows.getLast().entry().id().toString()) : Optional.empty();
    if (session.json()) {
      session.print(
          Json.object().list("suppressions", rows, SuppressionView::json).put("next_after", next));
    } else if (rows.isEmpty()) {
      session.say("no such suppressions in " + app.database().location());
    } else {
      SuppressionView.table(rows, session.times()).print(session.terminal());
      next.ifPresent(last -> session.say("there are more: the same with --after " + last));
    }
    return ExitCode.OK;
  }
}
