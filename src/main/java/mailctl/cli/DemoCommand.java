package mailctl.cli;

import java.util.List;
import mailctl.inspect.EmailStatistics;
import mailctl.inspect.Inspector;
import mailctl.inspect.StatisticsScope;
import picocli.CommandLine.Command;

@Command
@Examples({
  "mailctl demo",
  "mailctl demo --json",
  "DATABASE_URL=postgresql://localhost/mailctl_demo mailctl demo"
})
@ExitCodes({ExitCode.FAILED, ExitCode.UNAVAILABLE})
final class DemoCommand extends Action {
  DemoCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    DemoReport report = new DemoReport(session.terminal().forPeople(), session.json());
    try (DemoStage stage = DemoStage.open(session)) {
      report.line("mailctl's main job, on " + stage.app().database().location() + ".");
      Inspector inspector = new Inspector(stage.app().database(), stage.app().clock());
      DemoRun.Outcome outcome = new DemoRun(stage, inspector, report).run();
      List<EmailStatistics> emails =
          inspector
              .statisticsByEmail(
                  new StatisticsScope.OfEvent(outcome.imported().event().id().value()))
              .stream()
              .filter(each -> each.statistics().audience() > 0)
              .toList();
      DemoChecks checks = new DemoChecks(inspector, stage.mailbox());
      report.step("The outcome:");
      report.emails(emails);
      checks.bounced(outcome).ifPresent(it -> report.history("One that bounced", it));
      checks.retried(outcome).ifPresent(it -> report.history("One that was retried", it));
      List<DemoChecks.Check> results = checks.of(outcome);
      report.checks(results);
      if (session.json()) {
        session.print(DemoReport.json(outcome, emails, results));
      }
      boolean passed = results.stream().allMatch(DemoChecks.Check::passed);
      report.line("");
      report.line(
          passed
              ? "Look around: mailctl stats --event " + outcome.imported().event().slug()
              : "The demo did not come out as it should.");
      return passed ? ExitCode.OK : ExitCode.FAILED;
    }
  }
}
