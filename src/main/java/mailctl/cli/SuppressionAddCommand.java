package mailctl.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mailctl.app.App;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.suppression.Scope;
import mailctl.suppression.Suppression;
import mailctl.suppression.SuppressionEntry;
import mailctl.suppression.SuppressionReason;
import mailctl.suppression.SuppressionSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command
@Examples({
  "mailctl suppression add kim@example.org --note 'asked by telephone'",
  "mailctl suppression add kim@example.org --event spring-fair"
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE, ExitCode.TRY_AGAIN})
final class SuppressionAddCommand extends Action {
  @Parameters(paramLabel = "ADDRESS", description = "the address")
  String address = "";

  @Option(names = "--note", paramLabel = "TEXT", description = "why; kept with the suppression")
  Optional<String> note = Optional.empty();

  @Mixin final ScopeOptions scope = new ScopeOptions();
  @Mixin final DryRun dryRun = new DryRun();

  /// What stands now; `added` is false when it stood before.
  private record Change(List<SuppressionView.Row> rows, boolean added) {}

  SuppressionAddCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    String email = SuppressionView.address(address);
    App app = session.app();
    Instant now = app.clock().instant();
    Function<Tx, Change> work = tx -> add(session, tx, email, now);
    Change change = dryRun.on ? app.database().rehearse(work) : app.database().transaction(work);
    if (session.json()) {
      session.print(
          Json.object()
              .put("added", change.added())
              .put("dry_run", dryRun.on)
              .list("suppressions", change.rows(), SuppressionView::json));
      return ExitCode.OK;
    }
    String verb = change.added() ? " is suppressed " : " was suppressed before ";
    String reach = change.rows().getFirst().reach();
    session.say(
        dryRun.on
            ? "dry run: nothing was changed; then " + email + verb + reach
            : email + verb + reach);
    return ExitCode.OK;
  }

  private Change add(Session session, Tx tx, String email, Instant now) {
    App app = session.app();
    Scope reach = scope.find(session, tx);
    if (app.erasures().of(tx, email).isPresent()) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          "the owner of this address asked to be forgotten: it stays suppressed without being named");
    }
    List<SuppressionEntry> before = active(app, tx, email, reach);
    if (!before.isEmpty()) {
      return new Change(SuppressionView.rows(app, tx, before), false);
    }
    String evidence =
        "operator "
            + now
            + " "
            + SuppressionView.reach(reach, SuppressionView.owner(app, tx, reach))
            + note.map(text -> ": " + text.strip()).orElse("");
    int added =
        app.suppressions()
            .add(
                tx,
                List.of(
                    new Suppression(
                        email,
                        reach,
                        SuppressionReason.MANUAL,
                        SuppressionSource.OPERATOR,
                        // Unlike any before, so that what was lifted can be suppressed again.
                        evidence,
                        now)));
    if (added == 0) {
      throw new Refusal(Refusal.Kind.TRY_AGAIN, email + " was suppressed and lifted just now");
    }
    return new Change(SuppressionView.rows(app, tx, active(app, tx, email, reach)), true);
  }

  private static List<SuppressionEntry> active(App app, Tx tx, String email, Scope reach) {
    return app.suppressions().of(tx, email).stream()
        .filter(entry -> entry.lifted().isEmpty() && entry.suppression().scope().equals(reach))
        .toList();
  }
}
