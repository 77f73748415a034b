package mailctl.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.inspect.EventName;
import mailctl.inspect.PeriodReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "report",
    description = {
      "Report on a day or a week of mail: numbers, failures, and what waits for a person",
      "",
      "The last 24 hours or 7 days, to the full hour, beside the same time before. --mail-to sends it",
      "as HTML through SendGrid; from cron, that makes a daily report."
    })
@Examples({
  "mailctl report --day",
  "mailctl report --week --event spring-fair --html > report.html",
  "mailctl report --day --mail-to ops@example.org"
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE, ExitCode.DENIED})
final class ReportCommand extends Action {
  @Option(names = "--day", description = "the last 24 hours, as without --week")
  boolean day;

  @Option(names = "--week", description = "the last 7 days")
  boolean week;

  @Option(names = "--event", paramLabel = "EVENT", description = "of this event, by id or slug")
  Optional<String> event = Optional.empty();

  @Option(names = "--html", description = "print HTML")
  boolean html;

  @Option(
      names = "--mail-to",
      paramLabel = "ADDRESS",
      arity = "1..*",
      description = "send it to these instead of printing it")
  List<String> mailTo = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      description = "who sends it (the first organization's address)")
  Optional<String> from = Optional.empty();

  @Mixin final DryRun dryRun = new DryRun();

  ReportCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    if (day && week) {
      throw new Refusal(Refusal.Kind.USAGE, "--day and --week exclude each other");
    }
    if (html && session.json()) {
      throw new Refusal(Refusal.Kind.USAGE, "--html and --json exclude each other");
    }
    Duration time = week ? Duration.ofDays(7) : Duration.ofDays(1);
    Instant until = session.app().clock().instant().truncatedTo(ChronoUnit.HOURS);
    Optional<EventName> name = event.map(session.app().inspector()::event);
    PeriodReport report =
        session.app().periodReports().report(until.minus(time), until, ReportView.step(time), name);
    if (!mailTo.isEmpty()) {
      return ReportMail.send(session, report, mailTo, from, dryRun);
    }
    if (session.json()) {
      session.print(ReportView.json(report));
    } else if (html) {
      session.terminal().out().print(ReportPage.html(report));
    } else {
      ReportView.print(report, session.terminal());
    }
    return ExitCode.OK;
  }
}
