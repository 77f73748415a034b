package mailctl.app;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Refusal;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// The configuration file: YAML whose keys are nested, dotted, or both.
final class ConfigFile {
  private ConfigFile() {}

  /// The file that counts: the named one, which must exist, or the first of the usual ones that
  /// does.
  static Optional<Path> find(String named, Map<String, String> environment, Path systemFile) {
    String wanted = named.isEmpty() ? environment.getOrDefault("MAILCTL_CONFIG", "") : named;
    if (!wanted.isEmpty()) {
      Path file = Path.of(wanted);
      if (!Files.isReadable(file) || Files.isDirectory(file)) {
        throw new Refusal(Refusal.Kind.NOT_FOUND, "cannot read the configuration file " + file);
      }
      return Optional.of(file);
    }
    return List.of(userFile(environment), systemFile).stream()
        .filter(Files::isReadable)
        .findFirst();
  }

  static Path userFile(Map<String, String> environment) {
    return UserFolders.config(environment).resolve("config.yaml");
  }

  static Layer read(Path file) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      Object tree =
          new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text);
      Map<String, Layer.Given> given = new LinkedHashMap<>();
      if (tree instanceof Map<?, ?> map) {
        flatten("", map, file, given);
      } else if (tree != null) {
        throw invalid(file, "its top level is not a mapping");
      }
      return new Layer(given);
    } catch (YamlEngineException e) {
      throw invalid(file, problem(e));
    } catch (IOException e) {
      throw invalid(file, "it cannot be read as UTF-8 text");
    }
  }

  /// In one line; the parser's own message draws a picture of the place.
  private static String problem(YamlEngineException e) {
    if (e instanceof MarkedYamlEngineException marked && marked.getProblemMark().isPresent()) {
      Mark mark = marked.getProblemMark().get();
      String problem = oneLine(marked.getProblem());
      return "line %d, column %d: %s"
          .formatted(
              mark.getLine() + 1,
              mark.getColumn() + 1,
              problem.contains("(TAB)") ? "a tab; YAML is indented with spaces" : problem);
    }
    return oneLine(e.getMessage());
  }

  private static String oneLine(@Nullable String text) {
    return String.valueOf(text).strip().replaceAll("\\s*\\R\\s*", ", ");
  }

  private static Refusal invalid(Path file, String problem) {
    return new Refusal(
        Refusal.Kind.CONFIG, "the configuration file " + file + " is invalid: " + problem);
  }

  private static void flatten(
      String prefix, Map<?, ?> map, Path file, Map<String, Layer.Given> given) {
    map.forEach(
        (name, value) -> {
          String key = prefix + name;
          if (value instanceof Map<?, ?> nested) {
            flatten(key + ".", nested, file, given);
          } else if (value != null) {
            Path folder = Optional.ofNullable(file.getParent()).orElse(Path.of(""));
            if (given.put(key, new Layer.Given(text(value), "file " + file, folder)) != null) {
              throw invalid(file, key + " stands there twice");
            }
          }
        });
  }

  private static String text(Object value) {
    if (value instanceof List<?> list) {
      return String.join("\n", list.stream().map(String::valueOf).toList());
    }
    return String.valueOf(value).strip();
  }
}
