package mailctl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    description = {
      "All or nothing: with any problem in them serve goes on as it was, and the problems are named.",
      "What can change while it runs is taken over between two passes; what cannot is named, too",
      "(mailctl help environment marks it). Without a terminal SIGHUP does the same."
    })
@Examples({"mailctl config reload --dry-run", "mailctl config reload", "systemctl reload mailctl"})
@ExitCodes({ExitCode.UNAVAILABLE, ExitCode.DENIED})
final class ConfigReloadCommand extends Action {
  @Mixin final AdminUrl url = new AdminUrl();

  @Mixin final DryRun dryRun = new DryRun();

  ConfigReloadCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    JsonNode answer =
        new AdminClient(session, url.value)
            .post("/reload", Json.object().put("dry_run", dryRun.on));
    List<JsonNode> changed = list(answer.path("changed"));
    List<JsonNode> needRestart = list(answer.path("needs_restart"));
    if (session.json()) {
      session.print(
          Json.object()
              .put("dry_run", dryRun.on)
              .list("changed", changed, ConfigReloadCommand::json)
              .list("needs_restart", needRestart, ConfigReloadCommand::json));
    } else {
      Table table = Table.of("SETTING", "BEFORE", "AFTER", "");
      changed.forEach(each -> row(table, each, dryRun.on ? "would change" : "changed"));
      needRestart.forEach(each -> row(table, each, "needs a restart"));
      if (!table.isEmpty()) {
        table.print(session.terminal());
      }
    }
    session.say(words(changed.size(), needRestart.size()));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  private String words(int changed, int needRestart) {
    if (changed + needRestart == 0) {
      return "nothing has changed";
    }
    String what =
        (dryRun.on ? "serve would take over " : "serve took over ")
            + (changed == 0 ? "nothing" : Counts.of(changed, "setting"));
    return needRestart == 0
        ? what
        : what + "; " + Counts.of(needRestart, "setting") + " will count after a restart";
  }

  private static List<JsonNode> list(JsonNode array) {
    List<JsonNode> list = new ArrayList<>();
    array.forEach(list::add);
    return list;
  }

  private static void row(Table table, JsonNode change, String what) {
    table.row(
        change.path("key").asText(),
        change.path("before").asText(),
        change.path("after").asText(),
        what);
  }

  private static JsonObject json(JsonNode change) {
    return Json.object()
        .put("key", change.path("key").asText())
        .put("before", change.path("before").asText())
        .put("after", change.path("after").asText());
  }
}
