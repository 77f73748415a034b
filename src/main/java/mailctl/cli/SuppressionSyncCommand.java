package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.backfill.ListSync;
import mailctl.backfill.SyncPlan;
import mailctl.backfill.SyncResult;
import mailctl.provider.ProviderRecords.ListEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Shows what it would do and asks. On a list there (bounces, spam reports, unsubscribes,",
      "invalid emails) and not here: suppressed here. Lifted here since: taken off the list there.",
      "Suppressed here everywhere and on no list there: put on the global unsubscribes there."
    })
@Examples({"mailctl suppression sync --dry-run", "mailctl suppression sync --yes --json"})
@ExitCodes({ExitCode.FAILED, ExitCode.UNAVAILABLE, ExitCode.DENIED, ExitCode.CONFIG})
final class SuppressionSyncCommand extends Action {
  private static final int SHOWN = 50;

  @Option(
      names = "--force",
      description = "take addresses off the spam reports there, too, that were lifted here")
  boolean force;

  @Mixin final Yes yes = new Yes();
  @Mixin final DryRun dryRun = new DryRun();

  SuppressionSyncCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    ListSync sync = session.app().listSync();
    SyncPlan plan = sync.plan(force);
    if (!session.json()) {
      print(session, plan);
    }
    if (dryRun.on || plan.isEmpty()) {
      json(session, plan, Optional.empty());
      session.say(plan.isEmpty() ? "nothing to do" : "dry run: nothing was changed");
      return ExitCode.OK;
    }
    session.app().fence().requireOriginal();
    session.ask().confirm("do this?", yes.given);
    SyncResult result = sync.apply(plan);
    json(session, plan, Optional.of(result));
    session.say(
        "suppressed %d here and %d at SendGrid, released %d at SendGrid"
            .formatted(result.suppressedHere(), result.suppressedThere(), result.releasedThere()));
    result
        .failures()
        .forEach((address, words) -> session.say("SendGrid refused " + address + ": " + words));
    return result.failures().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  private record Line(String what, String address, String list, String since) {}

  private static List<Line> lines(SyncPlan plan, Times times) {
    List<Line> lines = new ArrayList<>();
    add(lines, "suppress here", plan.suppressHere(), times);
    add(lines, "release at SendGrid", plan.releaseThere(), times);
    add(lines, "kept: a spam report", plan.kept(), times);
    plan.suppressThere()
        .forEach(each -> lines.add(new Line("suppress at SendGrid", each, "unsubscribes", "")));
    return lines;
  }

  private static void add(List<Line> lines, String what, List<ListEntry> entries, Times times) {
    entries.forEach(
        entry ->
            lines.add(new Line(what, entry.email(), word(entry), times.show(entry.createdAt()))));
  }

  private static String word(ListEntry entry) {
    return Choice.word(entry.list());
  }

  private static void print(Session session, SyncPlan plan) {
    List<Line> lines = lines(plan, session.times());
    Table table = Table.of("WHAT", "ADDRESS", "LIST", "SINCE").flexible("ADDRESS");
    lines.stream()
        .limit(SHOWN)
        .forEach(line -> table.row(line.what(), line.address(), line.list(), line.since()));
    if (!table.isEmpty()) {
      table.print(session.terminal());
    }
    if (lines.size() > SHOWN) {
      session.say("and " + (lines.size() - SHOWN) + " more: --json shows all");
    }
    session.say(
        "to suppress here: %d; to release at SendGrid: %d; to suppress at SendGrid: %d; agreed: %d"
            .formatted(
                plan.suppressHere().size(),
                plan.releaseThere().size(),
                plan.suppressThere().size(),
                plan.agreed()));
  }

  private void json(Session session, SyncPlan plan, Optional<SyncResult> result) {
    if (!session.json()) {
      return;
    }
    JsonObject json =
        Json.object()
            .put("dry_run", dryRun.on)
            .put("agreed", plan.agreed())
            .list("suppress_here", plan.suppressHere(), SuppressionSyncCommand::entry)
            .list("release_there", plan.releaseThere(), SuppressionSyncCommand::entry)
            .list("kept_spam_reports", plan.kept(), SuppressionSyncCommand::entry)
            .texts("suppress_there", plan.suppressThere());
    result.ifPresent(
        it ->
            json.put("suppressed_here", it.suppressedHere())
                .put("released_there", it.releasedThere())
                .put("suppressed_there", it.suppressedThere())
                .map("failures", it.failures()));
    session.print(json);
  }

  private static JsonObject entry(ListEntry entry) {
    return Json.object()
        .put("address", entry.email())
        .put("list", entry.list())
        .put("since", entry.createdAt());
  }
}
