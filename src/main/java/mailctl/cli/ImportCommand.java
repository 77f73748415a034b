package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.audience.Event;
import mailctl.audience.EventId;
import mailctl.campaign.SilenceStore;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command
@Examples({
  "mailctl import sample:market.yaml",
  "mailctl import sample:vendors.csv --event winter-night-market",
  "mailctl import sample:harvest-fair.yaml sample:season.yaml",
  "mailctl import market.yaml vendors.csv --event winter-night-market --dry-run",
  "mailctl import - --format csv --event 3 < vendors.csv",
})
@ExitCodes({ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ImportCommand extends Action {
  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description =
          "paths, - for standard input, or samples that come with mailctl, as in the examples")
  final List<String> names = new ArrayList<>();

  @Mixin final EventOption event = new EventOption();

  @Option(
      names = "--format",
      paramLabel = "yaml|csv",
      description = "what the files are; else by their names or contents")
  Optional<String> format = Optional.empty();

  @Option(
      names = "--silent",
      description = "old news: no standing email (on approval, on payment, …) answers it")
  boolean silent;

  @Mixin final DryRun dryRun = new DryRun();

  ImportCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    List<ImportSource> sources = read(session);
    checkEvent(sources);
    List<ImportResult> results =
        Writing.run(
            session,
            dryRun,
            tx -> {
              if (silent) {
                new SilenceStore().silence(tx);
              }
              return sources.stream().map(it -> store(session, tx, it)).toList();
            });
    List<String> warnings = sources.stream().flatMap(it -> it.warnings().stream()).toList();
    if (session.json()) {
      session.print(
          Json.object()
              .list("files", results, ImportResult::json)
              .texts("warnings", warnings)
              .put("dry_run", dryRun.on));
    }
    warnings.forEach(warning -> session.say("warning: " + warning));
    results.forEach(it -> session.say((dryRun.on ? "would import " : "imported ") + it.words()));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  /// All of them before the first is stored, so that every problem is told at once.
  private List<ImportSource> read(Session session) {
    Optional<ImportSource.Format> given =
        format.map(text -> Choice.of(ImportSource.Format.class, "--format", text));
    List<ImportSource> sources = new ArrayList<>();
    List<Refusal> refusals = new ArrayList<>();
    for (String name : names) {
      InputFile file = InputFile.read(session, name);
      try {
        sources.add(ImportSource.of(session, file, given));
      } catch (Refusal refusal) {
        refusals.add(refusal);
      }
    }
    if (refusals.size() == 1) {
      throw refusals.getFirst();
    }
    if (!refusals.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.DATA,
          String.join("\n", refusals.stream().map(it -> String.valueOf(it.getMessage())).toList()));
    }
    return sources;
  }

  private void checkEvent(List<ImportSource> sources) {
    Optional<ImportSource> registrations =
        sources.stream().filter(ImportSource.Registrations.class::isInstance).findFirst();
    if (registrations.isPresent() && event.name.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.USAGE,
          registrations.get().name() + " holds registrations, and no event is named",
          "the same command with --event EVENT; the events are in: mailctl event list");
    }
    if (registrations.isEmpty() && event.name.isPresent()) {
      throw new Refusal(
          Refusal.Kind.USAGE, "--event is for files of registrations (CSV), and there is none");
    }
  }

  /// The event is looked up here, as an earlier file may have brought it.
  private ImportResult store(Session session, Tx tx, ImportSource source) {
    Optional<EventId> id =
        source instanceof ImportSource.Registrations
            ? event.find(session, tx).map(Event::id)
            : Optional.empty();
    return source.store(session, tx, id);
  }
}
