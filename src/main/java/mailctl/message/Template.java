package mailctl.message;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// A parsed text with placeholders and sections: `Dear {{first_name|friend}}`. A value that is
/// filled in is never looked at again, whatever it looks like.
public record Template(List<Segment> segments) {
  public sealed interface Segment {}

  public record Literal(String text) implements Segment {}

  public record Slot(Placeholder placeholder) implements Segment {}

  /// One of two texts, by a condition.
  public record Section(Condition condition, Template then, Template otherwise) implements Segment {
    public Section {
      requireNonNull(condition, "condition is null");
      requireNonNull(then, "then is null");
      requireNonNull(otherwise, "otherwise is null");
    }

    Template taken(Function<String, String> values) {
      return condition.holds(values) ? then : otherwise;
    }
  }

  /// A partial that is not known yet: only in what is not rendered.
  public record Include(String name) implements Segment {}

  public Template {
    segments = List.copyOf(segments);
  }

  /// Knows the names in `known`, their old names, and `attributes.<name>` for any name.
  ///
  /// @throws TemplateException listing every unknown variable and every brace that is not closed
  public static Template parse(String text, Set<String> known) {
    return parse(text, known, Part.TEXT, Partials.NONE);
  }

  /// As part of a message, with what it may include.
  static Template parse(String text, Set<String> known, Part part, Partials partials) {
    return new TemplateParser(known, part, partials).parse(text);
  }

  /// Those that occur, each once, in the order of the text, whatever sections they are in.
  public Set<Placeholder> placeholders() {
    Set<Placeholder> placeholders = new LinkedHashSet<>();
    collect(placeholders, new LinkedHashSet<>());
    return Collections.unmodifiableSet(placeholders);
  }

  /// Those that sections depend on.
  Set<Condition> conditions() {
    Set<Condition> conditions = new LinkedHashSet<>();
    collect(new LinkedHashSet<>(), conditions);
    return conditions;
  }

  private void collect(Set<Placeholder> placeholders, Set<Condition> conditions) {
    for (Segment segment : segments) {
      switch (segment) {
        case Literal _, Include _ -> {}
        case Slot slot -> placeholders.add(slot.placeholder());
        case Section section -> {
          conditions.add(section.condition());
          section.then().collect(placeholders, conditions);
          section.otherwise().collect(placeholders, conditions);
        }
      }
    }
  }

  /// Adds a letter for each section on the way: recipients with equal letters get equal texts but
  /// for the values.
  void trace(Function<String, String> values, StringBuilder letters) {
    for (Segment segment : segments) {
      if (segment instanceof Section section) {
        letters.append(section.condition().holds(values) ? 'y' : 'n');
        section.taken(values).trace(values, letters);
      }
    }
  }

  /// Without sections: with what they are for this recipient.
  Template flat(Function<String, String> values) {
    List<Segment> flat = new ArrayList<>();
    flatten(values, flat, new LinkedHashSet<>());
    return new Template(flat);
  }

  /// What was decided on the way, in words.
  void decisions(Function<String, String> values, Set<String> words) {
    flatten(values, new ArrayList<>(), words);
  }

  private void flatten(Function<String, String> values, List<Segment> flat, Set<String> words) {
    for (Segment segment : segments) {
      switch (segment) {
        case Literal _, Slot _ -> flat.add(segment);
        case Include include -> throw unresolved(include);
        case Section section -> {
          words.add(section.condition().words(section.condition().holds(values)));
          section.taken(values).flatten(values, flat, words);
        }
      }
    }
  }

  /// Whether that variable stands in the text of everybody, or in a partial that is not known.
  boolean always(String variable) {
    for (Segment segment : segments) {
      boolean here =
          switch (segment) {
            case Literal _ -> false;
            case Include _ -> true;
            case Slot slot -> slot.placeholder().variable().equals(variable);
            case Section section ->
                section.then().always(variable) && section.otherwise().always(variable);
          };
      if (here) {
        return true;
      }
    }
    return false;
  }

  /// The text for one recipient, as part of a message.
  public String render(Part part, Function<String, String> values) {
    return flat(values).renderWith(placeholder -> placeholder.fill(part, values));
  }

  /// The text with whatever `text` gives in place of each placeholder, as it is: for tags that
  /// stand for `Placeholder.fill`'s texts. There are no sections any more.
  public String renderWith(Function<Placeholder, String> text) {
    StringBuilder rendered = new StringBuilder();
    for (Segment segment : segments) {
      switch (segment) {
        case Literal literal -> rendered.append(literal.text());
        case Slot slot -> rendered.append(text.apply(slot.placeholder()));
        case Include include -> throw unresolved(include);
        case Section section ->
            throw new IllegalStateException("undecided: " + section.condition());
      }
    }
    return rendered.toString();
  }

  private static IllegalStateException unresolved(Include include) {
    return new IllegalStateException("the partial '" + include.name() + "' was not looked up");
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
                      case Section(Condition condition, Template then, Template otherwise) ->
                          new Section(
                              condition, then.mapLiterals(change), otherwise.mapLiterals(change));
                      case Slot _, Include _ -> segment;
                    })
            .toList());
  }
}
