package mailctl.cli;

import java.time.Instant;
import java.util.List;
import mailctl.access.ApiToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command
@Examples({"mailctl token list", "mailctl token list --all --json"})
@ExitCodes(ExitCode.UNAVAILABLE)
final class TokenListCommand extends Action {
  @Option(names = "--all", description = "those, too, that do not count any more")
  boolean all;

  TokenListCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Instant now = session.app().clock().instant();
    List<ApiToken> tokens =
        session.app().apiTokens().list().stream().filter(it -> all || it.isValidAt(now)).toList();
    if (session.json()) {
      session.print(Json.object().list("tokens", tokens, TokenListCommand::json));
      return ExitCode.OK;
    }
    if (tokens.isEmpty()) {
      session.say("there is no token");
      return ExitCode.OK;
    }
    Table table = Table.of("NAME", "SCOPE", "CREATED", "BY", "EXPIRES", "REVOKED");
    Times times = session.times();
    for (ApiToken each : tokens) {
      table.row(
          each.name(),
          each.scope().name().toLowerCase(java.util.Locale.ROOT),
          times.show(each.createdAt()),
          each.createdBy(),
          each.expiresAt().map(times::show).orElse("-"),
          each.revokedAt().map(times::show).orElse("-"));
    }
    table.print(session.terminal());
    return ExitCode.OK;
  }

  static JsonObject json(ApiToken token) {
    return Json.object()
        .id("id", token.id())
        .put("name", token.name())
        .put("scope", token.scope())
        .put("created_at", token.createdAt())
        .put("created_by", token.createdBy())
        .put("expires_at", token.expiresAt())
        .put("revoked_at", token.revokedAt());
  }
}
