package mailctl.sandbox;

import java.util.Comparator;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Replaces tags as they stand, without escaping, and never inside a value that was put in.
final class Substitutions {
  private final Map<String, String> values;
  private final @Nullable Pattern tags;

  Substitutions(Map<String, String> values) {
    this.values = values;
    // The longest first, so that `-name-2-` is not taken for `-name-`.
    String alternatives =
        values.keySet().stream()
            .filter(tag -> !tag.isEmpty())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Pattern::quote)
            .collect(Collectors.joining("|"));
    this.tags = alternatives.isEmpty() ? null : Pattern.compile(alternatives);
  }

  String applyTo(String text) {
    if (tags == null) {
      return text;
    }
    return tags.matcher(text)
        .replaceAll(
            found -> Matcher.quoteReplacement(values.getOrDefault(found.group(), found.group())));
  }
}
