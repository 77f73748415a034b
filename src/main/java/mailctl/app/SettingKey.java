package mailctl.app;

import java.util.List;
import java.util.Locale;

/// One setting, declared once in `SettingKeys`: its name, what it is for, its default and how its
/// text is read. `fileVariant` allows `<name>-file`, the name of a file that holds the value;
/// `standardNames` are names from outside mailctl, such as `DATABASE_URL`, that work, too.
record SettingKey<T>(
    String name,
    String defaultText,
    String description,
    Kind<T> kind,
    boolean fileVariant,
    List<String> standardNames,
    boolean needsRestart)
    implements SettingDescription {
  SettingKey {
    standardNames = List.copyOf(standardNames);
  }

  SettingKey<T> withFileVariant() {
    return new SettingKey<>(
        name, defaultText, description, kind, true, standardNames, needsRestart);
  }

  SettingKey<T> orFrom(String... names) {
    return new SettingKey<>(
        name, defaultText, description, kind, fileVariant, List.of(names), needsRestart);
  }

  /// Another value counts for new processes only.
  SettingKey<T> fixedAtStart() {
    return new SettingKey<>(name, defaultText, description, kind, fileVariant, standardNames, true);
  }

  @Override
  public String environmentName() {
    return environmentName(name);
  }

  String fileKey() {
    return name + "-file";
  }

  static String environmentName(String key) {
    return "MAILCTL_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
