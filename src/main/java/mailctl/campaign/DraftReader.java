package mailctl.campaign;

import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mailctl.audience.RecipientFilter;
import mailctl.database.Refusal;
import mailctl.message.BracketSyntax;
import mailctl.message.Partials;
import mailctl.message.TemplateException;
import mailctl.message.VariableCatalog;

/// Reads one email of a campaign file, on the schedule or in a template.
final class DraftReader {
  private static final List<String> KEYS =
      Stream.concat(
              Stream.of("name", "kind", "trigger", "days", "time", "filter"),
              Stream.concat(Stream.of("subject", "html", "text"), ExperimentReader.KEYS.stream()))
          .toList();
  static final List<String> EMAIL_KEYS = with("event");
  static final List<String> TEMPLATE_KEYS = with("category", "enabled");

  private final ImportProblems problems;
  private final ContentRules rules = new ContentRules();
  private final ExperimentReader experiments;

  DraftReader(ImportProblems problems) {
    this.problems = problems;
    this.experiments = new ExperimentReader(problems);
  }

  Optional<Draft> read(YamlMap map, List<String> known) {
    map.allow(known);
    Optional<String> name = map.required("name");
    Optional<EmailKind> kind = kind(map);
    Optional<Trigger> trigger = trigger(map);
    Optional<String> filter = filter(map);
    Optional<String> subject = map.required("subject");
    Optional<Experiment> experiment = experiment(map);
    String html = content(map, "html");
    String text = content(map, "text");
    if (html.isBlank() && text.isBlank()) {
      problems.add(map.line(), "an email needs html or text");
      return Optional.empty();
    }
    if (name.isEmpty()
        || kind.isEmpty()
        || trigger.isEmpty()
        || filter.isEmpty()
        || subject.isEmpty()
        || experiment.isEmpty()) {
      return Optional.empty();
    }
    EmailContent content =
        new EmailContent(content(map, "subject").strip(), html, text, filter.get());
    List<ContentRules.Problem> wrong = rules.problems(kind.get(), content, Partials.ANY);
    wrong.forEach(each -> problems.add(line(map, each.part(), each.line()), each.words()));
    if (!wrong.isEmpty()) {
      return Optional.empty();
    }
    Draft draft = new Draft(name.get(), kind.get(), content, trigger.get()).with(experiment.get());
    List<Draft> read = new ArrayList<>();
    problems.attempt(
        map.has("variants") ? map.line("variants") : map.line(),
        () -> read.add(rules.check(draft, Partials.ANY)));
    return read.stream().findFirst();
  }

  Optional<Experiment> experiment(YamlMap map) {
    return experiments.read(map, DraftReader::converted);
  }

  private static String converted(String written) {
    try {
      return BracketSyntax.convert(written, VariableCatalog.names());
    } catch (TemplateException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /// The older way to write variables, `[eventName]`, is understood here and nowhere else.
  private String content(YamlMap map, String key) {
    String written = map.text(key).orElse("");
    try {
      return BracketSyntax.convert(written, VariableCatalog.names());
    } catch (TemplateException e) {
      e.problems().forEach(each -> problems.add(line(map, key, each.line()), each.reason()));
      return written;
    }
  }

  /// A block of text begins on the line after its key's.
  private static int line(YamlMap map, String key, int line) {
    return map.line(key) + (map.isBlock(key) ? line : line - 1);
  }

  private Optional<EmailKind> kind(YamlMap map) {
    String text = map.text("kind").filter(it -> !it.isBlank()).orElse("promotional");
    List<String> kinds = Arrays.stream(EmailKind.values()).map(EmailKind::text).toList();
    if (kinds.contains(text)) {
      return Optional.of(EmailKind.of(text));
    }
    problems.add(map.line("kind"), Nearest.hint("there is no kind '" + text + "'", text, kinds));
    return Optional.empty();
  }

  private Optional<Trigger> trigger(YamlMap map) {
    Optional<String> text = map.required("trigger");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      String trigger = text.get();
      if (!trigger.strip().matches("[A-Za-z_]+")) {
        return Optional.of(trigger(map, trigger));
      }
      LocalTime time =
          TriggerParser.time(trigger, map.text("time").filter(it -> !it.isBlank()).orElse("09:00"));
      return Optional.of(TriggerParser.parseNamed(trigger, days(map), time));
    } catch (Refusal e) {
      problems.add(map.line("trigger"), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Trigger trigger(YamlMap map, String text) {
    if (map.has("days") || map.has("time")) {
      problems.add(
          map.has("days") ? map.line("days") : map.line("time"),
          "days and time go with a trigger's name such as days_before_event; here the trigger says"
              + " both");
    }
    return Trigger.parse(text);
  }

  private int days(YamlMap map) {
    String text = map.text("days").filter(it -> !it.isBlank()).orElse("0");
    try {
      return Integer.parseInt(text.strip());
    } catch (NumberFormatException e) {
      problems.add(map.line("days"), "days is a whole number, not '" + text + "'");
      return 0;
    }
  }

  private Optional<String> filter(YamlMap map) {
    try {
      return Optional.of(RecipientFilter.of(map.nested("filter")).toJson());
    } catch (Refusal e) {
      problems.add(map.line("filter"), String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private static List<String> with(String... more) {
    return Stream.concat(KEYS.stream(), Arrays.stream(more)).toList();
  }
}
