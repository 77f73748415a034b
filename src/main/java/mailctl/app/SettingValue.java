package mailctl.app;

import static java.util.Objects.requireNonNull;

/// One setting as `config show` prints it: secrets are hidden already. `source` is "default",
/// "option --set", "environment NAME" or "file PATH".
public record SettingValue(String key, String shown, String source) {
  public SettingValue {
    requireNonNull(key, "key is null");
    requireNonNull(shown, "shown is null");
    requireNonNull(source, "source is null");
  }
}
