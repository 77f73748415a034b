package mailctl.cli;

import java.util.Optional;
import java.util.stream.Stream;
import mailctl.database.Refusal;
import mailctl.delivery.DeliveryId;
import mailctl.delivery.Rebuild;
import mailctl.inspect.EmailQuery;
import mailctl.inspect.Inspector;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Compares each delivery, and what its attempts have counted, with what the history says under",
      "the settings of now (retry.*, visits.*). Attempts from before the history was pruned keep what",
      "they know. With --dry-run it only compares, and exits 1 when something differs."
    })
@Examples({
  "mailctl rebuild --all --dry-run",
  "mailctl rebuild --id 5",
  "mailctl rebuild --event spring-fair --yes --json"
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class RebuildCommand extends Action {
  @Option(names = "--id", paramLabel = "N", description = "the deliveries of this scheduled email")
  Optional<Long> id = Optional.empty();

  @Option(names = "--delivery", paramLabel = "N", description = "this delivery")
  Optional<Long> delivery = Optional.empty();

  @Option(names = "--event", paramLabel = "EVENT", description = "of this event, by id or slug")
  Optional<String> event = Optional.empty();

  @Option(names = "--all", description = "all deliveries")
  boolean all;

  @Mixin final RowLimit limit = new RowLimit();
  @Mixin final DryRun dryRun = new DryRun();
  @Mixin final Yes yes = new Yes();

  RebuildCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Rebuild.Scope scope = scope(session);
    Rebuild rebuild = session.app().delivery().rebuild();
    if (dryRun.on || !yes.given) {
      DifferenceList differences = new DifferenceList(limit.rows());
      Rebuild.Totals totals = rebuild.compare(scope, differences::add);
      if (dryRun.on || totals.differences() == 0) {
        tell(session, totals, differences);
        session.say(RebuildView.compared(totals) + differences.rest() + dry());
        return totals.differences() == 0 ? ExitCode.OK : ExitCode.FAILED;
      }
      if (!session.json()) {
        differences.print(session.terminal(), "LIVE", "FROM HISTORY");
      }
      session
          .ask()
          .confirm(
              RebuildView.compared(totals) + differences.rest() + ". Write what the history says?",
              yes.given);
    }
    DifferenceList written = new DifferenceList(limit.rows());
    Rebuild.Totals totals = rebuild.write(scope, written::add);
    if (totals.differences() > 0) {
      session.app().postReplay().wakeOthers();
    }
    tell(session, totals, written);
    session.say(RebuildView.written(totals) + written.rest());
    return ExitCode.OK;
  }

  private String dry() {
    return dryRun.on ? "; dry run: nothing was changed" : "";
  }

  private void tell(Session session, Rebuild.Totals totals, DifferenceList differences) {
    if (session.json()) {
      session.print(differences.json(RebuildView.json(dryRun.on, totals)));
    } else {
      differences.print(session.terminal(), "LIVE", "FROM HISTORY");
    }
  }

  private Rebuild.Scope scope(Session session) {
    long ways = Stream.of(id, delivery, event).filter(Optional::isPresent).count() + (all ? 1 : 0);
    if (ways != 1) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          "name one of --id, --delivery, --event and --all",
          "mailctl rebuild --all --dry-run");
    }
    Inspector inspector = session.app().inspector();
    if (id.isPresent()) {
      inspector.emails(EmailQuery.all().ofEmail(id.get()).limit(1));
      return new Rebuild.Scope.OfEmail(id.get());
    }
    if (delivery.isPresent()) {
      inspector.delivery(delivery.get());
      return new Rebuild.Scope.OfDelivery(new DeliveryId(delivery.get()));
    }
    return event.isPresent()
        ? new Rebuild.Scope.OfEvent(inspector.event(event.get()).id())
        : new Rebuild.Scope.All();
  }
}
