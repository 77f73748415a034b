package mailctl.cli;

import java.util.List;
import java.util.Locale;
import mailctl.delivery.RetryPolicy;
import mailctl.inspect.PendingRetry;
import mailctl.inspect.RetryOverview;
import mailctl.provider.BounceClass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    description = {
      "STEP is the retry that comes next, of those that the class of the block has; STOPS is what",
      "will keep it. Below: all of them by class and by domain, and domains that get no mail for a",
      "while. `mailctl help retries` tells what is retried and when."
    })
@Examples({"mailctl inspect retries", "mailctl inspect retries --limit 500 --json"})
@ExitCodes(ExitCode.UNAVAILABLE)
final class InspectRetriesCommand extends Action {
  @Mixin final RowLimit limit = new RowLimit();

  InspectRetriesCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    RetryOverview overview = session.app().inspector().retries(limit.rows());
    RetryPolicy policy = session.app().delivery().retryPolicy();
    if (session.json()) {
      session.print(json(overview, policy));
      return ExitCode.OK;
    }
    Times times = session.times();
    if (overview.retries().isEmpty()) {
      session.say("no retries pending in " + session.app().database().location());
    } else {
      table(times, overview.retries(), policy).print(session.terminal());
      session.terminal().out().println();
      groups(times, overview).print(session.terminal());
    }
    if (!overview.slowed().isEmpty()) {
      session.terminal().out().println();
      slowed(times, overview.slowed()).print(session.terminal());
    }
    return ExitCode.OK;
  }

  private static Table slowed(Times times, List<RetryOverview.Slowed> domains) {
    Table table = Table.of("SLOWED DOMAIN", "NO MAIL UNTIL", "TOO MANY BLOCKS");
    domains.forEach(each -> table.row(each.domain(), times.show(each.until()), each.kind()));
    return table;
  }

  private static Table table(Times times, List<PendingRetry> retries, RetryPolicy policy) {
    Table table =
        Table.of("ID", "EMAIL", "ADDRESS", "CLASS", "STEP", "BLOCKED", "DUE", "STOPS", "REASON")
            .flexible("REASON");
    for (PendingRetry retry : retries) {
      table.row(
          retry.delivery().id(),
          retry.delivery().scheduledEmailId(),
          retry.delivery().address(),
          Counts.words(kind(retry)),
          step(retry) + " of " + steps(retry, policy),
          times.show(retry.delivery().statusAt()),
          times.show(retry.delivery().dueAt()),
          retry.stops().isEmpty() ? "-" : String.join(", ", retry.stops()),
          retry.delivery().reason());
    }
    return table;
  }

  private static Table groups(Times times, RetryOverview overview) {
    Table table = Table.of("BY", "OF", "RETRIES", "NEXT");
    for (RetryOverview.Group each : overview.classes()) {
      table.row("class", Counts.words(each.name()), each.deliveries(), times.show(each.nextAt()));
    }
    for (RetryOverview.Group each : overview.domains()) {
      table.row("domain", each.name(), each.deliveries(), times.show(each.nextAt()));
    }
    return table;
  }

  private static JsonObject json(RetryOverview overview, RetryPolicy policy) {
    return Json.object()
        .list(
            "retries",
            overview.retries(),
            retry ->
                Json.object()
                    .put("delivery", DeliveryView.json(retry.delivery()))
                    .put("class", kind(retry))
                    .put("step", step(retry))
                    .put("steps", steps(retry, policy))
                    .put("blocked_at", retry.delivery().statusAt())
                    .put("next_at", retry.delivery().dueAt())
                    .texts("stops", retry.stops())
                    .put("next", retry.next()))
        .list("by_class", overview.classes(), group -> json("class", group))
        .list("by_domain", overview.domains(), group -> json("domain", group))
        .list(
            "slowed",
            overview.slowed(),
            slowed ->
                Json.object()
                    .put("domain", slowed.domain())
                    .put("kind", slowed.kind())
                    .put("until", slowed.until()));
  }

  private static JsonObject json(String by, RetryOverview.Group group) {
    return Json.object()
        .put(by, group.name())
        .put("retries", group.deliveries())
        .put("next_at", group.nextAt());
  }

  private static BounceClass kind(PendingRetry retry) {
    return retry
        .delivery()
        .blockClass()
        .map(word -> BounceClass.valueOf(word.toUpperCase(Locale.ROOT)))
        .orElse(BounceClass.UNCLASSIFIED);
  }

  private static int steps(PendingRetry retry, RetryPolicy policy) {
    return policy.ladder(kind(retry), retry.longTried()).size();
  }

  /// One that only a resend by hand has blocked starts like the first.
  private static int step(PendingRetry retry) {
    return Math.max(retry.blocks(), 1);
  }
}
