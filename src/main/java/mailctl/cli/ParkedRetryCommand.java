package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.app.App;
import mailctl.database.Refusal;
import mailctl.inspect.ParkedItem;
import mailctl.inspect.ParkedQuery;
import mailctl.webhook.ParkedEventMatcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "A discarded one is taken back when it is named by its id. Exits 1 when one is still parked",
      "afterwards."
    })
@Examples({
  "mailctl parked retry post:12 event:7",
  "mailctl parked retry --reason unknown_delivery",
  "mailctl parked retry --all --dry-run"
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ParkedRetryCommand extends Action {
  private static final int MOST = 10_000;

  @Parameters(
      paramLabel = "ID",
      arity = "0..*",
      converter = ParkedId.Converter.class,
      description = "post:N or event:N")
  final List<ParkedId> ids = new ArrayList<>();

  @Option(names = "--all", description = "all that are parked")
  boolean all;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "those parked for this reason, or words of a post's")
  Optional<String> reason = Optional.empty();

  @Mixin final DryRun dryRun = new DryRun();

  ParkedRetryCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if ((ids.isEmpty() ? 0 : 1) + (all ? 1 : 0) + (reason.isPresent() ? 1 : 0) != 1) {
      throw new Refusal(
          Refusal.Kind.USAGE, "name ids, or --all, or --reason", "mailctl parked list");
    }
    App app = session.app();
    ParkedSelection chosen =
        ids.isEmpty()
            ? new ParkedSelection(app.inspector().parked(query()))
            : ParkedSelection.of(app.inspector(), ids);
    if (chosen.items().isEmpty()) {
      return done(session, chosen, 0, "nothing of that kind is parked");
    }
    if (dryRun.on) {
      return done(
          session,
          chosen,
          0,
          "would try " + chosen.words() + " again; dry run: nothing was changed");
    }
    app.database()
        .run(
            tx -> {
              app.parkedDesk().retryPosts(tx, chosen.posts());
              app.parkedDesk().retryEvents(tx, chosen.events());
            });
    int applied = app.webhookProcessor().drain().applied() + match(app.parkedEventMatcher());
    if (applied > 0) {
      // Deliveries may be due now.
      app.postReplay().wakeOthers();
    }
    int still = stillParked(app, chosen);
    String more = chosen.items().size() == MOST ? "; there may be more" : "";
    return done(
        session,
        chosen,
        still,
        "tried " + chosen.words() + " again: " + still + " still parked" + more);
  }

  private ParkedQuery query() {
    return new ParkedQuery(reason, Optional.empty(), Optional.empty(), false, MOST);
  }

  /// How many found a home; those that are still parked are due later.
  private static int match(ParkedEventMatcher matcher) {
    int applied = 0;
    ParkedEventMatcher.Matched pass = matcher.runOnce();
    while (pass.looked() > 0) {
      applied += pass.applied();
      pass = matcher.runOnce();
    }
    return applied;
  }

  private static int stillParked(App app, ParkedSelection chosen) {
    int still = 0;
    for (ParkedItem item : chosen.items()) {
      try {
        app.inspector().parked(item.kind(), item.id(), 0);
        still++;
      } catch (Refusal e) {
        if (e.kind() != Refusal.Kind.NOT_FOUND) {
          throw e;
        }
        // It has found its place.
      }
    }
    return still;
  }

  private ExitCode done(Session session, ParkedSelection chosen, int still, String sentence) {
    if (session.json()) {
      session.print(
          Json.object()
              .put("dry_run", dryRun.on)
              .put("still_parked", still)
              .list("retried", chosen.items(), ParkedItemView::json));
    }
    session.say(sentence);
    return still > 0 ? ExitCode.FAILED : ExitCode.OK;
  }
}
