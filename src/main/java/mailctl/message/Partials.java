package mailctl.message;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The pieces that templates share, such as header and footer: `{{> footer}}`.
///
/// @param known whether these are all that there are; else a name that is not among them may exist
public record Partials(Map<String, Source> sources, boolean known) {
  private static final Pattern INCLUDE = Pattern.compile("\\{\\{\\s*>\\s*([^\\s}]+)\\s*\\}\\}");

  /// There are none.
  public static final Partials NONE = new Partials(Map.of(), true);

  /// Which there are is not known yet: any name will do.
  public static final Partials ANY = new Partials(Map.of(), false);

  /// What a partial says; either may be empty.
  public record Source(String html, String text) {
    public Source {
      requireNonNull(html, "html is null");
      requireNonNull(text, "text is null");
    }

    String of(Part part) {
      return switch (part) {
        case HTML -> html;
        case TEXT -> text;
        case SUBJECT -> "";
      };
    }
  }

  public Partials {
    sources = Map.copyOf(sources);
  }

  public static Partials of(Map<String, Source> sources) {
    return new Partials(sources, true);
  }

  /// The text of a part with these in the places that name them, those in partials, too. The text
  /// has been parsed with them, so that there are no circles and none is missing.
  public String inlined(String text, Part part) {
    return INCLUDE
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    find(match.group(1))
                        .map(source -> inlined(source.of(part), part))
                        .orElse(match.group())));
  }

  Optional<Source> find(String name) {
    return Optional.ofNullable(sources.get(name));
  }
}
