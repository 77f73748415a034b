package mailctl.message;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;

/// A variable in a template, how its dates are written, and the text that stands in when its value
/// is blank.
public record Placeholder(
    String variable, Optional<DateStyle> style, Optional<String> fallback, Place place) {
  public Placeholder {
    requireNonNull(variable, "variable is null");
    requireNonNull(style, "style is null");
    requireNonNull(fallback, "fallback is null");
    requireNonNull(place, "place is null");
  }

  Placeholder(String variable, Optional<String> fallback) {
    this(variable, Optional.empty(), fallback, Place.PLAIN);
  }

  Placeholder at(Place where) {
    return new Placeholder(variable, style, fallback, where);
  }

  /// What is written in its place: value or fallback, made harmless for `part`. `values` gives an
  /// empty text for what a recipient does not have.
  public String fill(Part part, Function<String, String> values) {
    String value = Directions.without(values.apply(variable));
    String shown =
        value.isBlank() ? fallback.orElse("") : style.map(it -> it.write(value)).orElse(value);
    return part.escape(place.fit(shown));
  }

  /// As it stands in a template.
  @Override
  public String toString() {
    return "{{"
        + variable
        + style.map(it -> "|format:" + it.text()).orElse("")
        + fallback.map(text -> "|" + text).orElse("")
        + "}}";
  }
}
