package mailctl.cli;

import java.util.Optional;
import mailctl.app.App;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.delivery.RateBudgets;
import mailctl.inspect.ProviderLimits;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Counted in recipients, over any second, for all processes on this database together. One",
      "request takes a quarter of a second's budget at most. A domain's budget holds beside that of",
      "everybody."
    })
@Examples({
  "mailctl budget set --per-second 500",
  "mailctl budget set --per-second 20 --domain example.com",
  "mailctl budget set --off --domain example.com"
})
@ExitCodes(ExitCode.UNAVAILABLE)
final class BudgetSetCommand extends Action {
  @Option(names = "--per-second", paramLabel = "N", description = "at most so many recipients")
  Optional<Integer> perSecond = Optional.empty();

  @Option(names = "--off", description = "no longer any limit")
  boolean off;

  @Option(
      names = "--domain",
      paramLabel = "DOMAIN",
      description = "for the recipients of this domain alone")
  Optional<String> domain = Optional.empty();

  @Mixin final DryRun dryRun = new DryRun();

  /// @param limits as they are after that, or would be
  private record Written(boolean changed, ProviderLimits limits) {}

  BudgetSetCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (perSecond.isPresent() == off) {
      throw new Refusal(
          Refusal.Kind.USAGE, "give either --per-second or --off", "mailctl budget set --help");
    }
    String scope = domain.map(RateBudgets::domain).orElse(RateBudgets.ALL);
    Written written = Writing.run(session, dryRun, tx -> write(session.app(), tx, scope));
    if (session.json()) {
      session.print(
          Json.object()
              .put("dry_run", dryRun.on)
              .list("budgets", written.limits().budgets(), LimitsView::json));
    }
    session.say((dryRun.on ? "would be: " : "") + sentence(written.changed()));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  private Written write(App app, Tx tx, String scope) {
    boolean changed = true;
    if (off) {
      changed = app.rateBudgets().off(tx, scope);
    } else {
      app.rateBudgets().set(tx, scope, perSecond.orElseThrow());
    }
    return new Written(changed, app.inspector().providerLimits(tx));
  }

  private String sentence(boolean changed) {
    String who = domain.map(name -> "mail to " + RateBudgets.domain(name)).orElse("all mail");
    if (perSecond.isPresent()) {
      return who
          + " goes to at most "
          + Counts.of(perSecond.get(), "recipient")
          + " a second, from all processes together";
    }
    return who + (changed ? " has no rate budget any more" : " had no rate budget");
  }
}
