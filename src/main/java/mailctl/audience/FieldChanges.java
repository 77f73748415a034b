package mailctl.audience;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import mailctl.database.Refusal;

/// Fields that a person wants changed, by name, as texts. Collects what is wrong with them, so that
/// it is told at once.
final class FieldChanges {
  private static final String ATTRIBUTES = "attributes.";

  private final Map<String, String> fields = new TreeMap<>();
  private final Map<String, String> attributes = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();

  FieldChanges(Map<String, String> given, Set<String> known) {
    given.forEach(
        (name, value) -> {
          String field = Words.snakeCase(name);
          if (name.startsWith(ATTRIBUTES) && name.length() > ATTRIBUTES.length()) {
            attributes.put(name.substring(ATTRIBUTES.length()), value.strip());
          } else if (known.contains(field)) {
            fields.put(field, value.strip());
          } else {
            problems.add(
                "unknown field '"
                    + name
                    + "'"
                    + Words.nearest(field, known)
                        .map(near -> " (did you mean '" + near + "'?)")
                        .orElse(""));
          }
        });
  }

  /// What `read` makes of the field's new text, or `present` when it is not to change.
  <T> T value(String field, T present, Function<String, T> read) {
    String text = fields.get(field);
    if (text == null) {
      return present;
    }
    try {
      return read.apply(text);
    } catch (IllegalArgumentException e) {
      problems.add(field + ": " + e.getMessage());
      return present;
    }
  }

  String text(String field, String present) {
    return value(field, present, Function.identity());
  }

  Map<String, String> attributes() {
    return attributes;
  }

  /// @throws Refusal (USAGE) naming every problem, when there is one
  void check() {
    if (!problems.isEmpty()) {
      throw new Refusal(Refusal.Kind.USAGE, String.join("; ", problems));
    }
  }
}
