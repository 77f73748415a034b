package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import mailctl.database.Refusal;
import mailctl.inspect.EventName;
import mailctl.inspect.HealthReport;
import mailctl.inspect.ReportPeriod;
import mailctl.report.ReportHtml;
import mailctl.report.ReportText;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    description = {
      "What was sent and what became of it, beside the same time before; why mail was not delivered;",
      "what waits for a person, what is late, and what comes next. --mail-to sends it by SendGrid, as",
      "one mail that counts nowhere. serve mails it every day: report.daily-at, report.mail-to."
    })
@Examples({
  "mailctl report --day",
  "mailctl report --week --event spring-fair",
  "mailctl report --week --html report.html",
  "mailctl report --day --mail-to ops@example.org"
})
@ExitCodes({
  ExitCode.FAILED,
  ExitCode.NOT_FOUND,
  ExitCode.UNAVAILABLE,
  ExitCode.TRY_AGAIN,
  ExitCode.DENIED
})
final class ReportCommand extends Action {
  @Option(names = "--day", description = "the last day, as without --week")
  boolean day;

  @Option(names = "--week", description = "the last seven days")
  boolean week;

  @Option(names = "--event", paramLabel = "EVENT", description = "of this event, by id or slug")
  Optional<String> event = Optional.empty();

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "write it as a page to this file; - is standard output")
  Optional<String> html = Optional.empty();

  @Option(
      names = "--mail-to",
      paramLabel = "ADDRESS",
      arity = "1..*",
      description = "mail it to these instead of printing it")
  List<String> mailTo = new ArrayList<>();

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      description = "who sends it, instead of report.mail-from")
  Optional<String> from = Optional.empty();

  @Mixin final DryRun dryRun = new DryRun();

  ReportCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    refuseContradictions(session);
    Optional<EventName> of = event.map(session.app().inspector()::event);
    ReportPeriod period =
        ReportPeriod.endingAt(
            week ? ReportPeriod.Kind.WEEK : ReportPeriod.Kind.DAY,
            session.app().clock().instant(),
            session.app().reportMail().zone());
    HealthReport report = session.app().healthReports().of(period, of);
    if (!mailTo.isEmpty()) {
      return new ReportMailRun(session, mailTo, from).run(report, dryRun);
    }
    html.ifPresent(file -> write(session, report, file));
    if (session.json()) {
      session.print(ReportJson.of(report));
    } else if (html.isEmpty()) {
      print(session.terminal(), report);
    }
    return ExitCode.OK;
  }

  private void refuseContradictions(Session session) {
    if (day && week) {
      throw new Refusal(Refusal.Kind.USAGE, "--day and --week exclude each other");
    }
    if (html.isPresent() && !mailTo.isEmpty()) {
      throw new Refusal(Refusal.Kind.USAGE, "--html and --mail-to exclude each other");
    }
    if (html.equals(Optional.of("-")) && session.json()) {
      throw new Refusal(Refusal.Kind.USAGE, "--html - and --json exclude each other");
    }
    if (from.isPresent() && mailTo.isEmpty()) {
      throw new Refusal(Refusal.Kind.USAGE, "--from needs --mail-to");
    }
  }

  private static void print(Terminal terminal, HealthReport report) {
    String text = ReportText.of(report, terminal.width());
    terminal.show(
        terminal.outIsTerminal()
            ? text.lines()
                .map(line -> TextWidth.wrapIndented(line, terminal.width()) + "\n")
                .collect(Collectors.joining())
            : text);
  }

  private void write(Session session, HealthReport report, String file) {
    String page = ReportHtml.page(report);
    if (file.equals("-")) {
      session.terminal().out().print(page);
    } else if (dryRun.on) {
      session.say("would write the report to " + file);
      Writing.sayIfDry(session, dryRun);
    } else {
      OutputFile.write(file, page);
      session.say("wrote the report to " + file);
    }
  }
}
