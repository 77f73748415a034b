package mailctl.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import mailctl.app.Sweep;
import mailctl.database.Refusal;
import mailctl.delivery.DueWork;
import mailctl.trace.Tracing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl sweep --dry-run",
  "mailctl sweep",
  "*/5 * * * * mailctl sweep --quiet    # in a crontab, instead of mailctl serve"
})
@ExitCodes({ExitCode.UNAVAILABLE, ExitCode.TRY_AGAIN, ExitCode.DENIED})
final class SweepCommand extends Action {
  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "start at most N scheduled emails (sweep.limit)")
  Optional<Integer> limit = Optional.empty();

  @Option(
      names = "--progress",
      description = "with --json: a line a second while it runs, the report in the last one")
  boolean progress;

  @Mixin final DryRun dryRun = new DryRun();

  SweepCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    int most = limit.orElseGet(() -> session.app().settings().sweep().limit());
    if (most < 1) {
      throw new Refusal(Refusal.Kind.USAGE, "--limit is not positive", "mailctl sweep --help");
    }
    return dryRun.on ? rehearse(session, most) : sweep(session, most);
  }

  private ExitCode sweep(Session session, int limit) {
    Sweep sweep = session.app().sweep();
    StoppableRun run =
        new StoppableRun(session, sweep::stop, session.app().settings().serve().drain());
    return run.run(() -> sweep(session, run, () -> traced(session, sweep, limit)));
  }

  private static Sweep.Report traced(Session session, Sweep sweep, int limit) {
    try (Tracing.Span span = session.app().tracing().begin(Tracing.Side.INSIDE, "sweep")) {
      Sweep.Report report = sweep.runOnce(limit);
      span.put("mailctl.posts", report.inbox().posts())
          .put("mailctl.accepted", report.dispatched().accepted());
      return report;
    }
  }

  private ExitCode sweep(Session session, StoppableRun run, Supplier<Sweep.Report> work) {
    Sweep.Report report =
        ProgressTicker.during(
            ProgressOutput.of(session, progress, _ -> {}),
            session.app().delivery().watch()::read,
            work);
    if (session.json()) {
      JsonObject answer = SweepView.json(report);
      session
          .terminal()
          .out()
          .println(progress ? answer.put("type", "result").line() : answer.print());
    } else {
      session.say(SweepView.sentence(report));
    }
    if (run.isStopped()) {
      return run.interrupted("interrupted before everything was done", "mailctl sweep goes on");
    }
    if (report.notSent().isPresent()) {
      throw report.notSent().get();
    }
    if (report.dispatched().halt().isPresent()) {
      long waiting = session.app().delivery().dueWork().waiting();
      throw Halts.refusal(report.dispatched().halt().get(), waiting);
    }
    return ExitCode.OK;
  }

  private static ExitCode rehearse(Session session, int limit) {
    DueWork work = session.app().delivery().dueWork();
    List<DueWork.Email> emails = work.emails(limit);
    List<DueWork.Deliveries> deliveries = work.deliveries();
    if (session.json()) {
      session.print(SweepView.json(emails, deliveries));
      return ExitCode.OK;
    }
    Table table = SweepView.table(emails, deliveries, session.times());
    if (table.isEmpty()) {
      session.say("nothing is due to be sent");
    } else {
      table.print(session.terminal());
    }
    session.say("dry run: nothing was changed");
    return ExitCode.OK;
  }
}
