package mailctl.cli;

import mailctl.inspect.ProviderLimits;
import picocli.CommandLine.Command;

@Command(
    description =
        "Also until when SendGrid asked for patience, and whether the circuit breaker is open.")
@Examples({"mailctl budget show", "mailctl budget show --json"})
@ExitCodes(ExitCode.UNAVAILABLE)
final class BudgetShowCommand extends Action {
  BudgetShowCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    ProviderLimits limits = session.app().inspector().providerLimits();
    if (session.json()) {
      session.print(LimitsView.json(limits));
      return ExitCode.OK;
    }
    if (limits.budgets().isEmpty()) {
      session.say("no rate budget is set: SendGrid is called as fast as it answers");
    } else {
      Table table = Table.of("SCOPE", "PER SECOND", "LAST SECOND", "LAST MINUTE");
      limits
          .budgets()
          .forEach(
              budget ->
                  table.row(
                      budget.scope(),
                      budget.perSecond(),
                      budget.lastSecond(),
                      budget.lastMinute()));
      table.print(session.terminal());
    }
    limits
        .pausedUntil()
        .ifPresent(
            until ->
                session.say(
                    "SendGrid asked for patience until "
                        + session.times().show(until)
                        + ": "
                        + limits.pauseWords()));
    if (limits.breaker() != ProviderLimits.Breaker.CLOSED) {
      session.say(
          (limits.breaker() == ProviderLimits.Breaker.HALF_OPEN
                  ? "the next request alone tries whether SendGrid is back"
                  : "nobody calls SendGrid until " + session.times().show(limits.openUntil()))
              + ", as it failed "
              + Counts.of(limits.faults(), "time")
              + " in a row: "
              + limits.faultWords());
    }
    return ExitCode.OK;
  }
}
