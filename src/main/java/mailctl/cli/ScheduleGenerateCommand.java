package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import mailctl.audience.Event;
import mailctl.campaign.EventInZone;
import mailctl.campaign.Generation;
import mailctl.database.Refusal;
import mailctl.database.Tx;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command
@Examples({
  "mailctl schedule generate --event harvest-fair --dry-run",
  "mailctl schedule generate --event harvest-fair --template \"Vendor season\"",
  "mailctl schedule generate --event harvest-fair --category payment --positions 1,4-6",
})
@ExitCodes({ExitCode.FAILED, ExitCode.DATA, ExitCode.NOT_FOUND, ExitCode.UNAVAILABLE})
final class ScheduleGenerateCommand extends Action {
  @Mixin final EventOption event = new EventOption();

  @Option(
      names = "--template",
      paramLabel = "TEMPLATE",
      description = "by id or name; else the default of the event's organization")
  Optional<String> template = Optional.empty();

  @Option(
      names = "--category",
      paramLabel = "CATEGORY",
      split = ",",
      description = "only its emails of these categories")
  final List<String> categories = new ArrayList<>();

  @Option(
      names = "--positions",
      paramLabel = "N",
      split = ",",
      description = "only its emails at these places: 1,4-6")
  final List<String> positions = new ArrayList<>();

  @Mixin final DryRun dryRun = new DryRun();

  /// An item and, if it has one, its email.
  private record Shown(Generation.Line line, Optional<EmailRow> row) {}

  private record Done(Generation.Result result, List<Shown> lines) {}

  ScheduleGenerateCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run(Session session) {
    Generation.Selection selection = selection();
    Done done = Writing.run(session, dryRun, tx -> generate(session, tx, selection));
    if (session.json()) {
      session.print(
          Json.object()
              .put("event", done.result().event().event().slug())
              .put("template", done.result().template().name())
              .list("emails", done.lines(), ScheduleGenerateCommand::json)
              .put("dry_run", dryRun.on));
    } else {
      done.lines().forEach(it -> session.terminal().out().println(words(it)));
    }
    session.say(summary(done.result()));
    Writing.sayIfDry(session, dryRun);
    return ExitCode.OK;
  }

  private Done generate(Session session, Tx tx, Generation.Selection selection) {
    Event of = event.require(session, tx);
    EventInZone zoned = EmailRow.event(session, tx, of.id());
    Optional<Long> id =
        template.map(
            name ->
                TemplateItems.require(session, tx, Optional.of(zoned.organization()), name)
                    .summary()
                    .id());
    Generation.Result result = session.app().generation().generate(tx, of.id(), id, selection);
    List<Shown> lines =
        result.lines().stream()
            .map(line -> new Shown(line, line.email().map(it -> EmailRow.of(session, tx, it))))
            .toList();
    return new Done(result, lines);
  }

  private Generation.Selection selection() {
    TreeSet<String> wanted = new TreeSet<>();
    categories.forEach(each -> wanted.add(each.strip().toLowerCase(Locale.ROOT)));
    TreeSet<Integer> places = new TreeSet<>();
    for (String text : positions) {
      String[] ends = text.strip().split("-", -1);
      if (ends.length > 2
          || !ends[0].matches("[1-9]\\d?")
          || !ends[ends.length - 1].matches("[1-9]\\d?")) {
        throw wrongPositions(text);
      }
      int first = Integer.parseInt(ends[0]);
      int last = Integer.parseInt(ends[ends.length - 1]);
      if (last < first) {
        throw wrongPositions(text);
      }
      for (int place = first; place <= last; place++) {
        places.add(place);
      }
    }
    return new Generation.Selection(wanted, places);
  }

  private static Refusal wrongPositions(String text) {
    return new Refusal(
        Refusal.Kind.USAGE, "--positions: '" + text.strip() + "' is neither 4 nor 4-6");
  }

  private static String words(Shown it) {
    Generation.Line line = it.line();
    String what = Table.plain(line.position() + " '" + line.name() + "' ");
    return switch (line.outcome()) {
      case MADE -> what + "made: " + EmailView.sentence(it.row().orElseThrow());
      case THERE -> what + "was there: " + EmailView.sentence(it.row().orElseThrow());
      case DISABLED -> what + "left out: it is not enabled";
      case NAME_TAKEN ->
          what
              + "left out: the event has another email of that name, "
              + line.email().orElseThrow().id();
    };
  }

  private static String summary(Generation.Result result) {
    long undated =
        result.of(Generation.Outcome.MADE).stream()
            .filter(line -> EmailView.lacksDate(line.email().orElseThrow(), result.event()))
            .count();
    StringBuilder words = new StringBuilder();
    words.append(result.of(Generation.Outcome.MADE).size()).append(" made");
    count(words, undated, "of them without a date");
    count(words, result.of(Generation.Outcome.THERE).size(), "there already");
    count(words, result.of(Generation.Outcome.DISABLED).size(), "not enabled");
    count(words, result.of(Generation.Outcome.NAME_TAKEN).size(), "left out for their names");
    return "template '%s' for event %s: %s"
        .formatted(result.template().name(), result.event().event().slug(), words);
  }

  private static void count(StringBuilder words, long count, String what) {
    if (count > 0) {
      words.append(", ").append(count).append(' ').append(what);
    }
  }

  private static JsonObject json(Shown it) {
    JsonObject json =
        Json.object()
            .put("position", it.line().position())
            .put("name", it.line().name())
            .put("outcome", it.line().outcome());
    it.row()
        .ifPresent(
            row -> {
              json.put("missing_date", EmailView.missingDate(row.email(), row.event()));
              json.put("scheduled_email", EmailView.json(row));
            });
    return json;
  }
}
