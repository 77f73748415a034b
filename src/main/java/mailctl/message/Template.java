package mailctl.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// A parsed text with placeholders: `Dear {{first_name|friend}}`. A value that is filled in is
/// never looked at again, whatever it looks like.
public record Template(List<Segment> segments) {
  public sealed interface Segment {}

  public record Literal(String text) implements Segment {}

  public record Slot(Placeholder placeholder) implements Segment {}

  public Template {
    segments = List.copyOf(segments);
  }

  /// Knows the names in `known`, their old names, and `attributes.<name>` for any name.
  ///
  /// @throws TemplateException listing every unknown variable and every brace that is not closed
  public static Template parse(String text, Set<String> known) {
    return new TemplateParser(text, known).parse();
  }

  /// Those that occur, each once, in the order of the text.
  public Set<Placeholder> placeholders() {
    Set<Placeholder> placeholders = new LinkedHashSet<>();
    for (Segment segment : segments) {
      if (segment instanceof Slot(Placeholder placeholder)) {
        placeholders.add(placeholder);
      }
    }
    return Collections.unmodifiableSet(placeholders);
  }

  /// The text for one recipient, as part of a message.
  public String render(Part part, Function<String, String> values) {
    return renderWith(placeholder -> placeholder.fill(part, values));
  }

  /// The text with whatever `text` gives in place of each placeholder, as it is: for tags that
  /// stand for `Placeholder.fill`'s texts.
  public String renderWith(Function<Placeholder, String> text) {
    StringBuilder rendered = new StringBuilder();
    for (Segment segment : segments) {
      switch (segment) {
        case Literal literal -> rendered.append(literal.text());
        case Slot slot -> rendered.append(text.apply(slot.placeholder()));
      }
    }
    return rendered.toString();
  }

  /// This HTML as plain text, with the same placeholders.
  public Template htmlToText() {
    List<Placeholder> slots = new ArrayList<>();
    // Characters that mean nothing in HTML keep the places, so that a fallback is not read as HTML.
    String marked =
        renderWith(
            placeholder -> {
              if (!slots.contains(placeholder)) {
                slots.add(placeholder);
              }
              return PlaceMark.of(slots.indexOf(placeholder));
            });
    return new Template(PlaceMark.split(HtmlToText.convert(marked), slots));
  }

  /// Only the literal parts changed.
  Template mapLiterals(Function<String, String> change) {
    return new Template(
        segments.stream()
            .map(
                segment ->
                    switch (segment) {
                      case Literal literal -> (Segment) new Literal(change.apply(literal.text()));
                      case Slot slot -> slot;
                    })
            .toList());
  }
}
