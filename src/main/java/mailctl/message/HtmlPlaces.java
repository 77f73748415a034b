package mailctl.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds for each placeholder of an HTML part where in the HTML it stands: a value at the start of
/// a link must be a harmless link, one in a query is one piece of it, and in scripts, styles and
/// tags themselves no value can be made harmless.
final class HtmlPlaces {
  private final List<String> problems = new ArrayList<>();

  private HtmlPlaces() {}

  /// The same template, its placeholders with their places.
  ///
  /// @throws TemplateException that names every placeholder that stands where none can
  static Template find(Template html) {
    HtmlPlaces places = new HtmlPlaces();
    List<Template.Segment> placed = new ArrayList<>();
    places.walk(html, new HtmlCursor(), placed);
    if (!places.problems.isEmpty()) {
      throw new TemplateException(
          places.problems.stream()
              .distinct()
              .map(reason -> new TemplateProblem(Optional.empty(), 1, 1, reason))
              .toList());
    }
    return new Template(placed);
  }

  private HtmlCursor walk(Template html, HtmlCursor start, List<Template.Segment> placed) {
    HtmlCursor cursor = start;
    for (Template.Segment segment : html.segments()) {
      switch (segment) {
        case Template.Literal literal -> {
          cursor.read(literal.text());
          placed.add(literal);
        }
        case Template.Slot(Placeholder placeholder) -> {
          Optional<String> objection = cursor.objection();
          objection.ifPresent(why -> problems.add(placeholder + " " + why));
          placed.add(new Template.Slot(placeholder.at(cursor.place())));
          cursor.passValue();
        }
        case Template.Include include -> placed.add(include);
        case Template.Section(Condition condition, Template then, Template otherwise) -> {
          List<Template.Segment> left = new ArrayList<>();
          List<Template.Segment> right = new ArrayList<>();
          HtmlCursor one = walk(then, cursor.copy(), left);
          HtmlCursor other = walk(otherwise, cursor.copy(), right);
          if (!one.isWhere(other)) {
            problems.add(
                "the section on "
                    + condition.words(true)
                    + " begins and ends in different places of the HTML, such as inside a tag and"
                    + " outside");
          }
          placed.add(new Template.Section(condition, new Template(left), new Template(right)));
          cursor = one.merge(other);
        }
      }
    }
    return cursor;
  }
}
