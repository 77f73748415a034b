package mailctl.cli;

import java.util.Optional;
import mailctl.campaign.ScheduledEmailId;
import mailctl.delivery.ExperimentReport;
import mailctl.delivery.Experiments;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description =
        "Whoever waits gets that one and is sent it with the next sweep. There is no way back.")
@Examples({
  "mailctl schedule decide 3 --winner b",
  "mailctl schedule decide 3 --stop --yes",
  "mailctl schedule decide 3 --winner b --dry-run"
})
@ExitCodes({ExitCode.FAILED, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ScheduleDecideCommand extends Action {
  /// One of them, and one only.
  static final class Word {
    @Option(names = "--winner", paramLabel = "LETTER", description = "the rest gets this variant")
    Optional<String> winner = Optional.empty();

    @Option(names = "--stop", description = "there is no winner: the rest gets the first variant")
    boolean stop;
  }

  @Parameters(
      paramLabel = "ID",
      converter = IdArgument.Email.class,
      description = "the scheduled email")
  ScheduledEmailId id = new ScheduledEmailId(1);

  @ArgGroup(exclusive = true, multiplicity = "1")
  Word word = new Word();

  @Mixin final Yes yes = new Yes();
  @Mixin final By by = new By();
  @Mixin final DryRun dryRun = new DryRun();

  ScheduleDecideCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Experiments experiments = session.app().delivery().experiments();
    ExperimentReport before = ExperimentView.read(session, id);
    session.ask().confirm(question(before), yes.given || dryRun.on);
    ExperimentReport after =
        Writing.run(
            session,
            dryRun,
            tx -> {
              var _ = experiments.decide(tx, id, word.winner, by.name());
              return experiments.report(tx, id);
            });
    if (!dryRun.on) {
      experiments.carryOut(id);
    }
    if (session.json()) {
      session.print(
          Json.object()
              .put("experiment", ExperimentView.json(after))
              .put("given", before.waiting())
              .put("dry_run", dryRun.on));
    }
    session.say(
        EmailView.name(after.email())
            + ": "
            + ExperimentView.verdict(after)
            + "; "
            + Counts.of(before.waiting(), "recipient")
            + " waited for it");
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  private String question(ExperimentReport report) {
    return "Send variant "
        + word.winner.orElse("a")
        + " to "
        + Counts.of(report.waiting(), "recipient")
        + " of "
        + EmailView.name(report.email())
        + "?";
  }
}
