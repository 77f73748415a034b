package mailctl.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import mailctl.log.Masking;

/// A command line as it may be kept: without the values of settings that are or may hold secrets,
/// without what people write about people, and with no more of an address than tells it from
/// others.
final class Arguments {
  private static final Pattern SECRET =
      Pattern.compile(
          "((?:--set=)?[a-z.-]*(?:key|keys|password|token|url)=).*", Pattern.CASE_INSENSITIVE);

  private static final Set<String> WORDS = Set.of("--note", "--reason");

  private static final Pattern FIELD = Pattern.compile("([a-z_.]+=).+", Pattern.DOTALL);

  private Arguments() {}

  static String shown(List<String> arguments) {
    List<String> shown = new ArrayList<>();
    String before = "";
    for (String each : arguments) {
      String safe = safe(before, each);
      shown.add(safe.isEmpty() || safe.matches(".*[\\s'\"].*") ? quoted(safe) : safe);
      before = each;
    }
    return String.join(" ", shown);
  }

  private static String safe(String before, String argument) {
    int equals = argument.indexOf('=');
    String option = equals < 0 ? "" : argument.substring(0, equals);
    if (WORDS.contains(before)) {
      return "…";
    }
    if (WORDS.contains(option)) {
      return option + "=…";
    }
    if (before.equals("--field")) {
      return FIELD.matcher(argument).replaceFirst("$1…");
    }
    if (option.equals("--field")) {
      return "--field=" + FIELD.matcher(argument.substring(equals + 1)).replaceFirst("$1…");
    }
    return masked(SECRET.matcher(argument).replaceFirst("$1***"));
  }

  /// Every address in it with its first letter and domain only.
  static String masked(String text) {
    return Masking.masked(text);
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
