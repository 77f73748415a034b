package mailctl.app;

import java.nio.file.Path;
import java.util.Map;

/// Where a user's own files go, by the XDG base directory rules.
final class UserFolders {
  private UserFolders() {}

  static Path config(Map<String, String> environment) {
    return folder(environment, "XDG_CONFIG_HOME", ".config");
  }

  static Path state(Map<String, String> environment) {
    return folder(environment, "XDG_STATE_HOME", ".local/state");
  }

  /// A relative value is invalid there and ignored, as the rules say.
  private static Path folder(Map<String, String> environment, String variable, String usual) {
    Path given = Path.of(environment.getOrDefault(variable, ""));
    if (given.isAbsolute()) {
      return given.resolve("mailctl");
    }
    String home = environment.getOrDefault("HOME", "");
    return Path.of(home.isEmpty() ? System.getProperty("user.home", "") : home, usual, "mailctl");
  }
}
