package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Refusal;

/// What reading the configuration gave: the settings, unless there were problems, and in any case
/// every value with its source.
///
/// @param texts what the values were made of, secrets among them: never to be shown
public record LoadedSettings(
    Optional<Settings> settings,
    List<SettingValue> values,
    List<String> problems,
    Map<String, String> texts) {
  public LoadedSettings {
    requireNonNull(settings, "settings is null");
    values = List.copyOf(values);
    problems = List.copyOf(problems);
    texts = Map.copyOf(texts);
  }

  @Override
  public String toString() {
    return "LoadedSettings[values=" + values + ", problems=" + problems + "]";
  }

  String text(String key) {
    return texts.getOrDefault(key, "");
  }

  /// What is different now, in the order of the settings. Of a secret nobody sees how.
  List<SettingChange> changesSince(LoadedSettings before) {
    List<SettingChange> changes = new ArrayList<>();
    for (SettingKey<?> key : SettingKeys.all()) {
      String name = key.name();
      if (!text(name).equals(before.text(name))) {
        changes.add(
            new SettingChange(
                name,
                key.kind().show().apply(before.text(name)),
                key.kind().show().apply(text(name)),
                key.needsRestart()));
      }
    }
    return changes;
  }

  /// @throws Refusal of kind CONFIG that names all problems at once
  public Settings valid() {
    return settings.orElseThrow(
        () ->
            new Refusal(
                Refusal.Kind.CONFIG,
                problems.size() == 1
                    ? "the configuration is invalid: " + problems.getFirst()
                    : "the configuration has "
                        + problems.size()
                        + " problems:\n  "
                        + String.join("\n  ", problems),
                "mailctl help environment"));
  }
}
