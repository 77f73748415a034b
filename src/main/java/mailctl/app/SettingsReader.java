package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the settings: option > `MAILCTL_*` > standard variables > file > default.
public final class SettingsReader {
  /// Read when the user has no file of their own.
  public static final Path SYSTEM_FILE = Path.of("/etc/mailctl/config.yaml");

  private final Map<String, String> environment;
  private final Path systemFile;

  public SettingsReader(Map<String, String> environment, Path systemFile) {
    this.environment = Map.copyOf(environment);
    this.systemFile = requireNonNull(systemFile, "systemFile is null");
  }

  /// The file that a user has of their own, or would have.
  public Path userFile() {
    return ConfigFile.userFile(environment);
  }

  /// Reads everything and starts nothing. `configFile` is what `--config` named, or empty.
  ///
  /// @throws mailctl.database.Refusal when the file cannot be read or is not YAML
  public LoadedSettings read(String configFile, Map<String, String> overrides) {
    return read(configFile, overrides, Map.of());
  }

  /// As the other, with what stays as it is in this process, whatever is said elsewhere.
  public LoadedSettings read(
      String configFile, Map<String, String> overrides, Map<String, String> pinned) {
    Layer options = Layer.overrides(overrides);
    Layer file =
        ConfigFile.find(configFile, environment, systemFile)
            .map(ConfigFile::read)
            .orElseGet(() -> new Layer(Map.of()));
    SettingsResolution resolution =
        new SettingsResolution(
            List.of(
                Layer.of(pinned, "as at the start"),
                options,
                Layer.environment(environment),
                Layer.standardEnvironment(environment),
                file),
            Map.of(SettingKeys.STATE_DIR.name(), UserFolders.state(environment).toString()));
    Settings settings = SettingsTree.of(resolution);

    List<String> problems = new ArrayList<>(resolution.problems());
    problems.addAll(UnknownKeys.in(options));
    problems.addAll(UnknownKeys.in(environment));
    problems.addAll(UnknownKeys.in(file));
    return new LoadedSettings(
        problems.isEmpty() ? Optional.of(settings) : Optional.empty(),
        resolution.values(),
        problems,
        resolution.texts());
  }
}
