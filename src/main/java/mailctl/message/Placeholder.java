package mailctl.message;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;

/// A variable in a template, and the text that stands in when its value is blank.
public record Placeholder(String variable, Optional<String> fallback) {
  public Placeholder {
    requireNonNull(variable, "variable is null");
    requireNonNull(fallback, "fallback is null");
  }

  /// What is written in its place: value or fallback, made harmless for `part`. `values` gives an
  /// empty text for what a recipient does not have.
  public String fill(Part part, Function<String, String> values) {
    String value = values.apply(variable);
    return part.escape(value.isBlank() ? fallback.orElse("") : value);
  }

  /// As it stands in a template.
  @Override
  public String toString() {
    return "{{" + variable + fallback.map(text -> "|" + text).orElse("") + "}}";
  }
}
