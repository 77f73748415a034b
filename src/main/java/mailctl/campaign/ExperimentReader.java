package mailctl.campaign;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `variants` and `experiment` of an email in a campaign file.
final class ExperimentReader {
  static final List<String> KEYS = List.of("variants", "experiment");
  private static final List<String> VARIANT = List.of("name", "weight", "subject", "html", "text");
  private static final List<String> TERMS =
      List.of("share", "metric", "link", "alpha", "min_recipients", "deadline", "max_complaints");
  private static final Pattern TIME = Pattern.compile("([1-9]\\d{0,4})([mhd])");

  private final ImportProblems problems;

  ExperimentReader(ImportProblems problems) {
    this.problems = problems;
  }

  /// Empty when it is wrong, which is noted.
  ///
  /// @param text what a text of the file is read as
  Optional<Experiment> read(YamlMap map, UnaryOperator<String> text) {
    List<YamlMap> maps = map.maps("variants", "a variant");
    if (maps.isEmpty()) {
      if (map.has("experiment")) {
        problems.add(map.line("experiment"), "an experiment needs variants");
        return Optional.empty();
      }
      return Optional.of(Experiment.NONE);
    }
    List<Variant> variants = new ArrayList<>();
    for (YamlMap each : maps) {
      each.allow(VARIANT);
      each.required("name")
          .ifPresent(
              name -> problems.attempt(each.line(), () -> variants.add(variant(each, name, text))));
    }
    List<Experiment> read = new ArrayList<>();
    if (variants.size() == maps.size()) {
      int line = map.has("experiment") ? map.line("experiment") : map.line("variants");
      problems.attempt(
          line,
          () ->
              read.add(
                  new Experiment(
                      map.map("experiment", "an experiment")
                          .map(this::terms)
                          .orElse(Experiment.Terms.USUAL),
                      variants)));
    }
    return read.stream().findFirst();
  }

  private static Variant variant(YamlMap map, String name, UnaryOperator<String> text) {
    return new Variant(
        name.strip(),
        map.text("weight").map(it -> number("weight", it.replaceAll("\\s*%$", ""))),
        map.text("subject").map(text),
        map.text("html").map(text),
        map.text("text").map(text));
  }

  private Experiment.Terms terms(YamlMap map) {
    map.allow(TERMS);
    Experiment.Terms usual = Experiment.Terms.USUAL;
    return new Experiment.Terms(
        map.text("share").map(it -> percent("share", it)).orElse(usual.share()),
        map.text("metric").map(ExperimentReader::metric).orElse(usual.metric()),
        map.text("link").map(String::strip),
        map.text("alpha").map(it -> decimal("alpha", it)).orElse(usual.alpha()),
        map.text("min_recipients")
            .map(it -> number("min_recipients", it))
            .orElse(usual.minRecipients()),
        map.text("deadline").map(ExperimentReader::time).orElse(usual.deadline()),
        map.text("max_complaints")
            .map(it -> percent("max_complaints", it))
            .orElse(usual.maxComplaints()));
  }

  private static Metric metric(String text) {
    List<String> metrics = Arrays.stream(Metric.values()).map(Metric::text).toList();
    if (!metrics.contains(text.strip())) {
      throw new IllegalArgumentException(
          Nearest.hint("there is no metric '" + text + "'", text, metrics)
              + " (it is one of "
              + String.join(", ", metrics)
              + ")");
    }
    return Metric.values()[metrics.indexOf(text.strip())];
  }

  private static Duration time(String text) {
    Matcher time = TIME.matcher(text.strip());
    if (!time.matches()) {
      throw new IllegalArgumentException("deadline is a time such as 24h, not '" + text + "'");
    }
    int count = Integer.parseInt(time.group(1));
    return switch (time.group(2)) {
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /// As it is written: `24h`, `90m`.
  static String words(Duration time) {
    long minutes = time.toMinutes();
    return minutes % 60 == 0 ? minutes / 60 + "h" : minutes + "m";
  }

  private static BigDecimal percent(String key, String text) {
    if (!text.strip().endsWith("%")) {
      throw new IllegalArgumentException(key + " is a share such as 20%, not '" + text + "'");
    }
    return decimal(key, text.strip().replaceAll("\\s*%$", ""));
  }

  private static BigDecimal decimal(String key, String text) {
    if (!text.strip().matches("\\d{1,3}(\\.\\d{1,6})?")) {
      throw new IllegalArgumentException(key + " is a number, not '" + text + "'");
    }
    return new BigDecimal(text.strip());
  }

  private static int number(String key, String text) {
    if (!text.strip().matches("\\d{1,9}")) {
      throw new IllegalArgumentException(key + " is a whole number, not '" + text + "'");
    }
    return Integer.parseInt(text.strip());
  }
}
