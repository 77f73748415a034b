package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Settings from one place, by key (`database.url`, `database.password-file`).
record Layer(Map<String, Given> given) {
  /// What stands there, and where that is in words. Relative file names start at `base`.
  record Given(String text, String source, Path base) {
    Given {
      requireNonNull(text, "text is null");
      requireNonNull(source, "source is null");
      requireNonNull(base, "base is null");
    }
  }

  Layer {
    given = Map.copyOf(given);
  }

  Optional<Given> get(String key) {
    return Optional.ofNullable(given.get(key));
  }

  static Layer overrides(Map<String, String> overrides) {
    return of(overrides, "option");
  }

  static Layer of(Map<String, String> texts, String source) {
    Map<String, Given> given = new LinkedHashMap<>();
    texts.forEach((key, text) -> given.put(key, new Given(text.strip(), source, Path.of(""))));
    return new Layer(given);
  }

  /// An empty variable counts as absent.
  static Layer environment(Map<String, String> environment) {
    Map<String, Given> given = new LinkedHashMap<>();
    for (SettingKey<?> key : SettingKeys.all()) {
      put(given, key.name(), key.environmentName(), environment);
      if (key.fileVariant()) {
        put(given, key.fileKey(), SettingKey.environmentName(key.fileKey()), environment);
      }
    }
    return new Layer(given);
  }

  static Layer standardEnvironment(Map<String, String> environment) {
    Map<String, Given> given = new LinkedHashMap<>();
    for (SettingKey<?> key : SettingKeys.all()) {
      key.standardNames().forEach(name -> put(given, key.name(), name, environment));
    }
    return new Layer(given);
  }

  private static void put(
      Map<String, Given> given, String key, String variable, Map<String, String> environment) {
    String text = environment.getOrDefault(variable, "").strip();
    if (!text.isEmpty()) {
      given.put(key, new Given(text, "environment " + variable, Path.of("")));
    }
  }
}
