package mailctl.cli;

import java.time.Duration;
import java.util.Optional;
import mailctl.access.ApiToken;
import mailctl.access.ApiTokens;
import mailctl.database.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = {
      "It is shown once; only a digest is kept. Requests carry it as Authorization: Bearer TOKEN. A",
      "token of scope read sees health and metrics; one of scope write changes what serve does, too."
    })
@Examples({
  "mailctl token create prometheus --scope read > /etc/prometheus/mailctl.token",
  "mailctl token create deploy --scope write --days 90"
})
@ExitCodes({ExitCode.FAILED, ExitCode.UNAVAILABLE})
final class TokenCreateCommand extends Action {
  @Parameters(paramLabel = "NAME", description = "for whom it is")
  String name = "";

  @Option(names = "--scope", required = true, paramLabel = "{read|write}", description = "what for")
  ApiToken.Scope scope = ApiToken.Scope.READ;

  @Option(names = "--days", paramLabel = "N", description = "how long it counts (for ever)")
  Optional<Integer> days = Optional.empty();

  @Mixin final DryRun dryRun = new DryRun();

  TokenCreateCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    days.filter(number -> number < 1 || number > 36_500)
        .ifPresent(
            number -> {
              throw new Refusal(
                  Refusal.Kind.USAGE, "--days is a number from 1 to 36500, not " + number);
            });
    ApiTokens tokens = session.app().apiTokens();
    ApiTokens.Made made =
        Writing.run(
            session,
            dryRun,
            tx -> tokens.create(tx, name, scope, days.map(Duration::ofDays), AuditTrail.actor()));
    if (session.json()) {
      session.print(
          TokenListCommand.json(made.token())
              .put("token", dryRun.on ? Optional.empty() : Optional.of(made.text()))
              .put("dry_run", dryRun.on));
    } else if (!dryRun.on) {
      session.terminal().out().println(made.text());
    }
    session.say(
        (dryRun.on ? "would make" : "made")
            + " the token "
            + name
            + (dryRun.on ? "" : "; it is shown this once"));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }
}
