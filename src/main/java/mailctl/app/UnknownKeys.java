package mailctl.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds settings that nobody reads: a misspelt key must not look like a default.
final class UnknownKeys {
  /// Read by the command line or the launcher, not settings.
  private static final Set<String> OTHER_VARIABLES =
      Set.of("MAILCTL_CONFIG", "MAILCTL_PAGER", "MAILCTL_JAVA_OPTS", "MAILCTL_NO_AOT");

  /// What Kubernetes puts there by itself when a service is called mailctl.
  private static final Pattern SERVICE_LINKS =
      Pattern.compile("MAILCTL_(SERVICE_(HOST|PORT.*)|PORT(_\\d+_.*)?)");

  private UnknownKeys() {}

  static List<String> in(Layer layer) {
    List<String> known = keys();
    return layer.given().entrySet().stream()
        .filter(entry -> !known.contains(entry.getKey()))
        .map(
            entry ->
                entry.getKey()
                    + ": there is no such setting"
                    + Nearest.suffix(entry.getKey(), known)
                    + " ("
                    + entry.getValue().source()
                    + ")")
        .sorted()
        .toList();
  }

  static List<String> in(Map<String, String> environment) {
    List<String> known = keys().stream().map(SettingKey::environmentName).toList();
    return environment.keySet().stream()
        .filter(name -> name.startsWith("MAILCTL_") && !known.contains(name))
        .filter(name -> !OTHER_VARIABLES.contains(name))
        .filter(name -> !SERVICE_LINKS.matcher(name).matches())
        .map(name -> name + ": there is no such setting" + Nearest.suffix(name, known))
        .sorted()
        .toList();
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>();
    for (SettingKey<?> key : SettingKeys.all()) {
      keys.add(key.name());
      if (key.fileVariant()) {
        keys.add(key.fileKey());
      }
    }
    return keys;
  }
}
