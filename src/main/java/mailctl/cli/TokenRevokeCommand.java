package mailctl.cli;

import mailctl.access.ApiToken;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(description = "A serve that has seen it lately lets it in for half a minute more.")
@Examples({"mailctl token revoke prometheus", "mailctl token revoke deploy --dry-run"})
@ExitCodes({ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class TokenRevokeCommand extends Action {
  @Parameters(paramLabel = "NAME", description = "whose it is")
  String name = "";

  @Mixin final DryRun dryRun = new DryRun();

  TokenRevokeCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    ApiToken token =
        Writing.run(
            session, dryRun, tx -> session.app().apiTokens().revoke(tx, name, AuditTrail.actor()));
    if (session.json()) {
      session.print(TokenListCommand.json(token).put("dry_run", dryRun.on));
    }
    session.say((dryRun.on ? "would revoke" : "revoked") + " the token " + name);
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }
}
