package mailctl.message;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Reads `{{name}}`, `{{name|fallback}}`, `{{date|format:MMM d|fallback}}`, `{{#if name}}` with
/// `{{else}}` and `{{/if}}`, `{{#unless name}}`, and `{{> partial}}`; blanks do not matter.
/// Everything else is text, `}}` in a style sheet included.
final class TemplateParser {
  /// More help nobody, and to find the line of each takes time.
  private static final int MANY_PROBLEMS = 50;

  private static final int DEEPEST = 20;
  private static final Pattern ATTRIBUTE = Pattern.compile("attributes\\.[^\\s.|{}]+");
  private static final Pattern IS = Pattern.compile("\\s+is\\s+");
  private static final String FORMAT = "format:";

  /// A section that is not closed yet, or the text itself.
  private static final class Open {
    final String word;
    final int position;
    final Optional<Condition> condition;
    final List<Template.Segment> then = new ArrayList<>();
    final List<Template.Segment> otherwise = new ArrayList<>();
    boolean inElse;

    Open(String word, int position, Optional<Condition> condition) {
      this.word = word;
      this.position = position;
      this.condition = condition;
    }

    void add(Template.Segment segment) {
      (inElse ? otherwise : then).add(segment);
    }
  }

  private final Set<String> known;
  private final PartialExpansion partials;
  private final List<TemplateProblem> problems = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private String text = "";

  TemplateParser(Set<String> known, Part part, Partials partials) {
    this(known, new PartialExpansion(known, part, partials));
  }

  TemplateParser(Set<String> known, PartialExpansion partials) {
    this.known = known;
    this.partials = partials;
  }

  Template parse(String source) {
    text = source;
    open.push(new Open("", 0, Optional.empty()));
    int from = 0;
    while (from < text.length() && problems.size() < MANY_PROBLEMS) {
      int start = text.indexOf("{{", from);
      literal(from, start < 0 ? text.length() : start);
      from = start < 0 ? text.length() : readTag(start);
    }
    while (open.size() > 1) {
      Open unclosed = open.pop();
      String word = unclosed.word;
      problem(unclosed.position, "'{{#" + word + "}}' is not closed by '{{/" + word + "}}'");
    }
    if (!problems.isEmpty()) {
      throw new TemplateException(problems);
    }
    return new Template(open.pop().then);
  }

  private void literal(int from, int to) {
    if (to > from) {
      add(new Template.Literal(text.substring(from, to)));
    }
  }

  private void add(Template.Segment segment) {
    open.element().add(segment);
  }

  /// Returns where to go on.
  private int readTag(int start) {
    int close = text.indexOf("}}", start + 2);
    int next = text.indexOf("{{", start + 2);
    if (close < 0 || (next >= 0 && next < close)) {
      problem(start, "'{{' is not closed by '}}'");
      return next < 0 ? text.length() : next;
    }
    String inside = text.substring(start + 2, close);
    String tag = inside.strip();
    if (tag.startsWith("#")) {
      openSection(start, tag.substring(1).strip());
    } else if (tag.startsWith("/")) {
      closeSection(start, tag.substring(1).strip());
    } else if (tag.equals("else")) {
      turn(start);
    } else if (tag.startsWith(">")) {
      include(start, tag.substring(1).strip());
    } else {
      slot(start, inside);
    }
    return close + 2;
  }

  private void openSection(int start, String tag) {
    String[] words = tag.split("\\s+", 2);
    String word = words[0];
    if (!word.equals("if") && !word.equals("unless")) {
      problem(start, "'{{#" + word + "}}' is unknown: sections begin with #if or #unless");
      word = "if";
    } else if (words.length < 2) {
      problem(start, "'{{#" + word + "}}' names no variable");
    }
    if (open.size() > DEEPEST) {
      problem(start, "sections are nested more than " + DEEPEST + " deep");
    }
    String[] sides = IS.split(words.length < 2 ? "" : words[1], 2);
    String variable = VariableCatalog.currentName(sides[0].strip());
    if (words.length == 2 && !isKnown(variable)) {
      problem(start, unknown(sides[0].strip()));
    }
    Optional<String> wanted =
        sides.length < 2 ? Optional.empty() : Optional.of(unquoted(sides[1].strip()));
    open.push(new Open(word, start, Optional.of(new Condition(variable, wanted))));
  }

  private static String unquoted(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private void turn(int start) {
    Open section = open.element();
    if (section.condition.isEmpty()) {
      problem(start, "'{{else}}' stands outside a section");
    } else if (section.inElse) {
      problem(start, "a section has one '{{else}}'");
    }
    section.inElse = section.condition.isPresent();
  }

  private void closeSection(int start, String word) {
    Open section = open.element();
    if (section.condition.isEmpty()) {
      problem(start, "'{{/" + word + "}}' closes no section");
      return;
    }
    if (!section.word.equals(word)) {
      problem(start, "'{{/" + word + "}}' closes '{{#" + section.word + "}}'");
    }
    open.pop();
    Template then = new Template(section.then);
    Template otherwise = new Template(section.otherwise);
    boolean positive = section.word.equals("if");
    add(
        new Template.Section(
            section.condition.get(), positive ? then : otherwise, positive ? otherwise : then));
  }

  private void include(int start, String name) {
    switch (partials.expand(name)) {
      case PartialExpansion.Result.Found(Template template) ->
          template.segments().forEach(this::add);
      case PartialExpansion.Result.Unknown _ -> add(new Template.Include(name));
      case PartialExpansion.Result.Refused(String why) -> problem(start, why);
    }
  }

  private void slot(int start, String inside) {
    int bar = inside.indexOf('|');
    String name = (bar < 0 ? inside : inside.substring(0, bar)).strip();
    Optional<String> fallback = bar < 0 ? Optional.empty() : Optional.of(inside.substring(bar + 1));
    Optional<DateStyle> style = Optional.empty();
    if (fallback.isPresent() && fallback.get().stripLeading().startsWith(FORMAT)) {
      String rest = fallback.get().stripLeading().substring(FORMAT.length());
      int end = rest.indexOf('|');
      style = Optional.of(new DateStyle((end < 0 ? rest : rest.substring(0, end)).strip()));
      fallback = end < 0 ? Optional.empty() : Optional.of(rest.substring(end + 1));
    }
    String variable = VariableCatalog.currentName(name);
    if (!isKnown(variable)) {
      problem(start, unknown(name));
      return;
    }
    style.flatMap(it -> it.objection(variable)).ifPresent(why -> problem(start, why));
    add(new Template.Slot(new Placeholder(variable, style, fallback, Place.PLAIN)));
  }

  private boolean isKnown(String variable) {
    return known.contains(variable) || ATTRIBUTE.matcher(variable).matches();
  }

  private void problem(int position, String reason) {
    problems.add(TemplateProblem.at(text, position, reason));
  }

  private String unknown(String name) {
    if (name.isEmpty()) {
      return "'{{}}' names no variable";
    }
    return "unknown variable '"
        + shortened(name)
        + "'"
        + NearestName.to(name, known).map(near -> " (did you mean '" + near + "'?)").orElse("");
  }

  private static String shortened(String name) {
    return name.length() > 60 ? name.substring(0, 60) + "…" : name;
  }
}
