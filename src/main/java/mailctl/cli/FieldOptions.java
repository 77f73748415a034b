package mailctl.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailctl.database.Refusal;
import picocli.CommandLine.Option;

/// `--field KEY=VALUE`: single fields of a thing, by name.
final class FieldOptions {
  @Option(
      names = "--field",
      paramLabel = "KEY=VALUE",
      description = "one field, or attributes.<name>; an empty value clears it; may repeat")
  final List<String> given = new ArrayList<>();

  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String each : given) {
      int equals = each.indexOf('=');
      if (equals < 1) {
        throw new Refusal(Refusal.Kind.USAGE, "--field needs KEY=VALUE, not '" + each + "'");
      }
      String key = each.substring(0, equals).strip();
      if (values.put(key, each.substring(equals + 1)) != null) {
        throw new Refusal(Refusal.Kind.USAGE, "--field " + key + " is given twice");
      }
    }
    return values;
  }
}
