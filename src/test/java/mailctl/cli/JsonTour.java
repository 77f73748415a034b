package mailctl.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import mailctl.support.CommandRun;
import mailctl.support.JsonShape;

/// Asks commands for JSON, one after another, and keeps the shape of what each answered.
final class JsonTour {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Supplier<CommandRun> on;
  private final List<List<String>> paths =
      AllCommands.paths().stream()
          .sorted(Comparator.<List<String>>comparingInt(List::size).reversed())
          .toList();
  private final Map<String, JsonShape> shapes = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  JsonTour(Supplier<CommandRun> on) {
    this.on = on;
  }

  /// The last of its answers; a command that fails does so with an answer, too.
  JsonNode ask(String... args) {
    return asked("", args);
  }

  /// With something on its standard input.
  JsonNode asked(String stdin, String... args) {
    List<String> words = new ArrayList<>(List.of(args));
    words.add("--json");
    CommandRun.Result result = on.get().stdin(stdin).run(words.toArray(String[]::new));
    if (!result.stdout().startsWith("{")) {
      problems.add(words + "\n" + result);
      return MissingNode.getInstance();
    }
    JsonShape shape = shapes.computeIfAbsent(name(List.of(args)), _ -> new JsonShape());
    try (MappingIterator<JsonNode> answers =
        MAPPER.readerFor(JsonNode.class).readValues(result.stdout())) {
      JsonNode last = MissingNode.getInstance();
      while (answers.hasNextValue()) {
        last = answers.nextValue();
        shape.add(last);
      }
      return last;
    } catch (IOException e) {
      throw new UncheckedIOException(words + "\n" + result, e);
    }
  }

  /// What was asked and not answered.
  List<String> problems() {
    return List.copyOf(problems);
  }

  /// By command.
  Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> texts.put(name, shape.text()));
    return texts;
  }

  private String name(List<String> words) {
    return paths.stream()
        .filter(path -> words.size() >= path.size() && words.subList(0, path.size()).equals(path))
        .findFirst()
        .map(path -> String.join("-", path))
        .orElseThrow();
  }
}
