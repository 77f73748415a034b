package mailctl.message;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;

/// What a section depends on: a variable that has a value, or one particular value.
///
/// @param wanted the value, compared without regard to case; empty: any
public record Condition(String variable, Optional<String> wanted) {
  public Condition {
    requireNonNull(variable, "variable is null");
    requireNonNull(wanted, "wanted is null");
  }

  /// Blank is no value, and neither is `false`, which is how attributes say no.
  boolean holds(Function<String, String> values) {
    String value = values.apply(variable).strip();
    return wanted
        .map(value::equalsIgnoreCase)
        .orElse(!value.isEmpty() && !value.equalsIgnoreCase("false"));
  }

  /// For a person: `vendor_category is Food`, `no booth_number`.
  String words(boolean holding) {
    return wanted
        .map(it -> variable + (holding ? " is " : " is not ") + it)
        .orElse(holding ? variable : "no " + variable);
  }
}
