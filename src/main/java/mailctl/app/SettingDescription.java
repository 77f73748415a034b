package mailctl.app;

import java.util.List;

/// What help says of a setting.
public sealed interface SettingDescription permits SettingKey {
  String name();

  String defaultText();

  String description();

  boolean fileVariant();

  /// `MAILCTL_…`.
  String environmentName();

  List<String> standardNames();

  /// Whether a running `serve` cannot take over another value.
  boolean needsRestart();
}
