package mailctl.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.access.Audit;
import mailctl.access.AuditEntry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Every command that changes something in the database, from the moment that it got it: user,",
      "host, arguments without secrets, how it ended and what it said. One without an end is still",
      "running, or was killed. Not in it: plan, demo, sweep, serve."
    })
@Examples({
  "mailctl audit",
  "mailctl audit --since 2d --actor kim",
  "mailctl audit --command suppression --json"
})
@ExitCodes(ExitCode.UNAVAILABLE)
final class AuditCommand extends Action {
  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = TimeOption.Converter.class,
      description = "not before this time: RFC 3339, or reaching back from now, as in 2h (30d)")
  Optional<TimeOption> since = Optional.empty();

  @Option(names = "--actor", paramLabel = "NAME", description = "whose name holds this")
  String actor = "";

  @Option(names = "--command", paramLabel = "NAME", description = "that begin with this")
  String command = "";

  @Mixin final RowLimit limit = new RowLimit();

  AuditCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Instant now = session.app().clock().instant();
    Instant from = since.map(time -> time.at(now)).orElse(now.minus(Duration.ofDays(30)));
    List<AuditEntry> entries =
        session.app().audit().list(new Audit.Query(actor, command, from, limit.rows()));
    if (session.json()) {
      session.print(Json.object().list("entries", entries, AuditCommand::json));
      return ExitCode.OK;
    }
    if (entries.isEmpty()) {
      session.say("nothing was changed since " + session.times().show(from));
      return ExitCode.OK;
    }
    Table table =
        Table.of("TIME", "WHO", "HOST", "ENDED", "COMMAND", "CHANGES").flexible("CHANGES");
    for (AuditEntry each : entries) {
      table.row(
          session.times().show(each.at()),
          each.actor(),
          each.host(),
          each.exitCode().isPresent() ? each.exitCode().getAsInt() : "-",
          each.arguments(),
          each.changes());
    }
    table.print(session.terminal());
    return ExitCode.OK;
  }

  private static JsonObject json(AuditEntry each) {
    JsonObject json =
        Json.object()
            .id("id", each.id())
            .put("at", each.at())
            .put("actor", each.actor())
            .put("host", each.host())
            .put("command", each.action())
            .put("arguments", each.arguments())
            .put("ended_at", each.endedAt())
            .put("changes", each.changes());
    each.exitCode().ifPresent(code -> json.put("exit_code", code));
    return json;
  }
}
