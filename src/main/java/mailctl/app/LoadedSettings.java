package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import mailctl.database.Refusal;

/// What reading the configuration gave: the settings, unless there were problems, and in any case
/// every value with its source.
public record LoadedSettings(
    Optional<Settings> settings, List<SettingValue> values, List<String> problems) {
  public LoadedSettings {
    requireNonNull(settings, "settings is null");
    values = List.copyOf(values);
    problems = List.copyOf(problems);
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
