package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import mailctl.audience.RecipientFilter;
import mailctl.audience.Registration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl registration list --event winter-night-market",
  "mailctl registration list --event 3 --filter status=approved,confirmed --filter category=Food",
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class RegistrationListCommand extends Action {
  @Mixin final EventOption event = new EventOption();

  @Option(
      names = "--filter",
      paramLabel = "KEY=VALUE",
      description = "only those that match, as an email's filter does; may repeat")
  final List<String> filter = new ArrayList<>();

  @Mixin final ListOptions page = new ListOptions();

  RegistrationListCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    RecipientFilter wanted = RecipientFilter.ofPairs(filter);
    List<Registration> rows =
        session
            .app()
            .database()
            .transaction(
                tx ->
                    session
                        .app()
                        .registrations()
                        .list(
                            tx, event.require(session, tx).id(), wanted, page.limit(), page.after));
    if (session.json()) {
      session.print(Json.object().list("registrations", rows, RegistrationView::json));
    } else if (rows.isEmpty()) {
      session.say("no registrations");
    } else {
      RegistrationView.table(rows).print(session.terminal());
    }
    page.sayIfFull(session, rows.size(), rows.isEmpty() ? "" : rows.getLast().id());
    return ExitCode.OK;
  }
}
