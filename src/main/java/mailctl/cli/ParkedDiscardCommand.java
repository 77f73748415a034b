package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import mailctl.app.App;
import mailctl.database.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "They no longer count as parked, and a replay leaves them alone. Their bytes stay until they",
      "are pruned: mailctl parked retry takes one back."
    })
@Examples({
  "mailctl parked discard event:7 --reason 'a forged event'",
  "mailctl parked discard post:12 post:13 --reason 'a scanner' --dry-run"
})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ParkedDiscardCommand extends Action {
  @Parameters(
      paramLabel = "ID",
      arity = "1..*",
      converter = ParkedId.Converter.class,
      description = "post:N or event:N")
  final List<ParkedId> ids = new ArrayList<>();

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why")
  String reason = "";

  @Option(names = "--by", paramLabel = "NAME", description = "who says so (operator)")
  String by = "operator";

  @Mixin final DryRun dryRun = new DryRun();

  ParkedDiscardCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (reason.isBlank() || by.isBlank()) {
      throw new Refusal(Refusal.Kind.USAGE, "--reason and --by are not empty");
    }
    App app = session.app();
    ParkedSelection named = ParkedSelection.of(app.inspector(), ids);
    ParkedSelection chosen = named.only(false);
    int discarded =
        Writing.run(
            session,
            dryRun,
            tx ->
                app.parkedDesk().discardPosts(tx, chosen.posts(), by.strip(), reason.strip())
                    + app.parkedDesk()
                        .discardEvents(tx, chosen.events(), by.strip(), reason.strip()));
    if (session.json()) {
      ParkedSelection now = dryRun.on ? named : ParkedSelection.of(app.inspector(), ids);
      session.print(
          Json.object()
              .put("dry_run", dryRun.on)
              .put("newly_discarded", discarded)
              .list("discarded", now.items(), ParkedItemView::json));
    }
    int already = named.items().size() - chosen.items().size();
    session.say(
        (dryRun.on ? "would discard " : "discarded ")
            + (discarded == 0 ? "nothing" : chosen.words())
            + (already > 0 ? "; " + already + " already discarded" : ""));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }
}
