package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A command line as it may be kept: without the values of settings that are or may hold secrets.
final class Arguments {
  private static final Pattern SECRET =
      Pattern.compile(
          "((?:--set=)?[a-z.-]*(?:key|keys|password|token|url)=).*", Pattern.CASE_INSENSITIVE);

  private Arguments() {}

  static String shown(List<String> arguments) {
    List<String> shown = new ArrayList<>();
    for (String each : arguments) {
      String safe = SECRET.matcher(each).replaceFirst("$1***");
      shown.add(safe.isEmpty() || safe.matches(".*[\\s'\"].*") ? quoted(safe) : safe);
    }
    return String.join(" ", shown);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
