package mailctl.audience;

import static java.util.Objects.requireNonNull;

import java.util.List;

/// One key of a filter, held against one registration.
///
/// @param actual what the registration has there; empty when it has nothing
public record FilterClause(String key, List<String> wanted, String actual, boolean holds) {
  public FilterClause {
    requireNonNull(key, "key is null");
    wanted = List.copyOf(wanted);
    requireNonNull(actual, "actual is null");
  }

  /// "status is pending, not approved or confirmed".
  public String words() {
    String has = actual.isEmpty() ? key + " is not set" : key + " is " + actual;
    String values = String.join(" or ", wanted);
    if (key.equals(FilterReader.EXCLUDE_STATUS)) {
      return "status is " + actual + (holds ? ", not " : ", which is excluded: ") + values;
    }
    return holds ? has : has + ", not " + values;
  }
}
