package mailctl.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `{{name}}` and `{{name|fallback}}`; blanks around the name do not matter. Everything else
/// is text, `}}` in a style sheet included.
final class TemplateParser {
  private static final Pattern ATTRIBUTE = Pattern.compile("attributes\\.[^\\s.|{}]+");

  private final String text;
  private final Set<String> known;
  private final List<Template.Segment> segments = new ArrayList<>();
  private final List<TemplateProblem> problems = new ArrayList<>();

  TemplateParser(String text, Set<String> known) {
    this.text = text;
    this.known = known;
  }

  Template parse() {
    int from = 0;
    while (from < text.length()) {
      int open = text.indexOf("{{", from);
      if (open < 0) {
        segments.add(new Template.Literal(text.substring(from)));
        break;
      }
      if (open > from) {
        segments.add(new Template.Literal(text.substring(from, open)));
      }
      from = readSlot(open);
    }
    if (!problems.isEmpty()) {
      throw new TemplateException(problems);
    }
    return new Template(segments);
  }

  /// Returns where to go on.
  private int readSlot(int open) {
    int close = text.indexOf("}}", open + 2);
    int next = text.indexOf("{{", open + 2);
    if (close < 0 || (next >= 0 && next < close)) {
      problems.add(TemplateProblem.at(text, open, "'{{' is not closed by '}}'"));
      return next < 0 ? text.length() : next;
    }
    String inside = text.substring(open + 2, close);
    int bar = inside.indexOf('|');
    String name = (bar < 0 ? inside : inside.substring(0, bar)).strip();
    Optional<String> fallback = bar < 0 ? Optional.empty() : Optional.of(inside.substring(bar + 1));
    String variable = VariableCatalog.currentName(name);
    if (known.contains(variable) || ATTRIBUTE.matcher(variable).matches()) {
      segments.add(new Template.Slot(new Placeholder(variable, fallback)));
    } else {
      problems.add(TemplateProblem.at(text, open, unknown(name)));
    }
    return close + 2;
  }

  private String unknown(String name) {
    if (name.isEmpty()) {
      return "'{{}}' names no variable";
    }
    return "unknown variable '"
        + name
        + "'"
        + NearestName.to(name, known).map(near -> " (did you mean '" + near + "'?)").orElse("");
  }
}
