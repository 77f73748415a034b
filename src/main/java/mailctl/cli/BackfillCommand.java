package mailctl.cli;

import java.util.Optional;
import mailctl.backfill.Backfill;
import mailctl.backfill.SourceReport;
import mailctl.backfill.SourceReport.State;
import mailctl.database.Refusal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "Asks the Email Logs, where the account has them, and the suppression lists. A list names an",
      "address and no message: its entry counts for a message when no other can be meant, and else",
      "only suppresses the address. Running it again changes nothing. Without --since: from the",
      "oldest message that owes an event on, at least three days back and at most thirty."
    })
@Examples({
  "mailctl backfill --dry-run",
  "mailctl backfill --since 2d",
  "mailctl backfill --source suppressions --json"
})
@ExitCodes({ExitCode.UNAVAILABLE, ExitCode.DENIED, ExitCode.CONFIG})
final class BackfillCommand extends Action {
  @Mixin final TimeRange times = new TimeRange();

  @Option(
      names = "--source",
      paramLabel = "SOURCE",
      description = "suppressions, email-logs or all (all)")
  String source = "all";

  @Mixin final DryRun dryRun = new DryRun();

  BackfillCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Backfill.Report report =
        session
            .app()
            .backfill()
            .run(times.since(session), times.until(session), source(), dryRun.on);
    if (session.json()) {
      session.print(BackfillView.json(report, dryRun.on));
    } else {
      BackfillView.print(session, report);
    }
    Writing.sayIfDry(session, dryRun);
    return exitCode(report);
  }

  private Backfill.Source source() {
    return switch (source) {
      case "suppressions" -> Backfill.Source.SUPPRESSIONS;
      case "email-logs" -> Backfill.Source.EMAIL_LOGS;
      case "all" -> Backfill.Source.ALL;
      default ->
          throw new Refusal(
              Refusal.Kind.USAGE,
              "--source is suppressions, email-logs or all, not '" + source + "'",
              "mailctl backfill --help");
    };
  }

  private static ExitCode exitCode(Backfill.Report report) {
    Optional<State> worst =
        report.sources().stream()
            .map(SourceReport::state)
            .filter(state -> state == State.FAILED || state == State.DENIED)
            .max(Enum::compareTo);
    return worst
        .map(state -> state == State.DENIED ? ExitCode.DENIED : ExitCode.UNAVAILABLE)
        .orElse(ExitCode.OK);
  }
}
