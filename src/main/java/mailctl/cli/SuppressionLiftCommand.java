package mailctl.cli;

import java.util.List;
import java.util.stream.Collectors;
import mailctl.app.App;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import mailctl.suppression.Scope;
import mailctl.suppression.SuppressionEntry;
import mailctl.suppression.SuppressionId;
import mailctl.suppression.SuppressionReason;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "The entries stay on record as lifted, and a replay of their evidence changes nothing.")
@Examples({
  "mailctl suppression lift kim@example.org",
  "mailctl suppression lift kim@example.org --event spring-fair --yes"
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class SuppressionLiftCommand extends Action {
  @Parameters(paramLabel = "ADDRESS", description = "the address")
  String address = "";

  @Option(
      names = "--force",
      description = "even if its owner reported us as spam, or was forgotten")
  boolean force;

  @Mixin final By by = new By();
  @Mixin final ScopeOptions scope = new ScopeOptions();
  @Mixin final Yes yes = new Yes();
  @Mixin final DryRun dryRun = new DryRun();

  /// The active entries of the address.
  ///
  /// @param chosen those at the scope
  /// @param others those that stay
  private record Found(
      String reach, List<SuppressionView.Row> chosen, List<SuppressionView.Row> others) {
    List<SuppressionId> ids() {
      return chosen.stream().map(row -> row.entry().id()).toList();
    }
  }

  SuppressionLiftCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    String email = SuppressionView.address(address);
    String who = by.name();
    App app = session.app();
    Found found = app.database().transaction(tx -> find(session, tx, email));
    if (found.chosen().isEmpty()) {
      report(session, found, email + " is not suppressed " + found.reach());
      return ExitCode.OK;
    }
    refuseUnlessForced(email, found);
    if (dryRun.on) {
      report(
          session,
          found,
          "dry run: nothing was changed; " + found.chosen().size() + " would be lifted");
      return ExitCode.OK;
    }
    String reasons =
        found.chosen().stream()
            .map(SuppressionView.Row::reason)
            .distinct()
            .collect(Collectors.joining(", "));
    session
        .ask()
        .confirm("mail " + email + " again " + found.reach() + " (" + reasons + ")?", yes.given);
    app.database()
        .transaction(tx -> app.suppressions().lift(tx, found.ids(), who, app.clock().instant()));
    report(
        session,
        app.database().transaction(tx -> reread(app, tx, email, found)),
        email + " is no longer suppressed " + found.reach());
    return ExitCode.OK;
  }

  private Found find(Session session, Tx tx, String email) {
    App app = session.app();
    Scope reach = scope.find(session, tx);
    List<SuppressionEntry> active =
        app.suppressions().of(tx, email).stream()
            .filter(entry -> entry.lifted().isEmpty())
            .toList();
    List<SuppressionView.Row> rows = SuppressionView.rows(app, tx, active);
    return new Found(
        SuppressionView.reach(reach, SuppressionView.owner(app, tx, reach)),
        rows.stream().filter(row -> row.suppression().scope().equals(reach)).toList(),
        rows.stream().filter(row -> !row.suppression().scope().equals(reach)).toList());
  }

  /// As it is now: the lifted entries, and whatever is active.
  private static Found reread(App app, Tx tx, String email, Found before) {
    List<SuppressionView.Row> rows =
        SuppressionView.rows(app, tx, app.suppressions().of(tx, email));
    List<SuppressionId> lifted = before.ids();
    return new Found(
        before.reach(),
        rows.stream().filter(row -> lifted.contains(row.entry().id())).toList(),
        rows.stream().filter(SuppressionView.Row::active).toList());
  }

  private void refuseUnlessForced(String email, Found found) {
    if (force) {
      return;
    }
    if (has(found, SuppressionReason.ERASED)) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          email + " asked to be forgotten and stays suppressed " + found.reach(),
          "--force, if its owner asks for our mail again");
    }
    if (has(found, SuppressionReason.SPAM_REPORT)) {
      throw new Refusal(
          Refusal.Kind.CONFLICT,
          email + " reported our mail as spam and stays suppressed " + found.reach(),
          "--force, if its owner asks for our mail again");
    }
  }

  private static boolean has(Found found, SuppressionReason reason) {
    return found.chosen().stream().anyMatch(row -> row.suppression().reason() == reason);
  }

  private void report(Session session, Found found, String sentence) {
    if (session.json()) {
      session.print(
          Json.object()
              .put("dry_run", dryRun.on)
              .list("lifted", found.chosen(), SuppressionView::json)
              .list("remaining", found.others(), SuppressionView::json));
      return;
    }
    String others =
        found.others().stream()
            .map(row -> row.reach() + " (" + row.reason() + ")")
            .distinct()
            .collect(Collectors.joining(", "));
    session.say(others.isEmpty() ? sentence : sentence + "; it is " + others);
  }
}
