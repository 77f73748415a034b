package mailctl.app;

import static java.util.Objects.requireNonNull;

/// A setting that has another value than before, as people may see both.
public record SettingChange(String key, String before, String after, boolean needsRestart) {
  public SettingChange {
    requireNonNull(key, "key is null");
    requireNonNull(before, "before is null");
    requireNonNull(after, "after is null");
  }
}
