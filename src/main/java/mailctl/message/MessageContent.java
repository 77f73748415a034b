package mailctl.message;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What an email says to everyone: parsed, and fit to be rendered for each. When nobody wrote a
/// text part, it is made from the HTML.
public record MessageContent(
    Template subject, Optional<Template> html, Optional<Template> written) {
  /// Of one part, its partials included.
  public static final int MAX_LENGTH = 1_000_000;

  /// As long as a line of a header may be.
  private static final int MAX_SUBJECT = 998;

  private static final Pattern LINE_BREAK =
      Pattern.compile("[ ]*[\\p{Cntrl}\\x{80}-\\x{9f}\\u2028\\u2029]+[ ]*");

  /// @param written the text part, where somebody wrote one
  public MessageContent {
    requireNonNull(subject, "subject is null");
    requireNonNull(html, "html is null");
    requireNonNull(written, "written is null");
  }

  /// Without partials.
  public static MessageContent parse(String subject, String html, String text, Set<String> known) {
    return parse(subject, html, text, known, Partials.NONE);
  }

  /// `html` or `text` may be empty, but not both.
  ///
  /// @throws TemplateException listing every problem of every part
  public static MessageContent parse(
      String subject, String html, String text, Set<String> known, Partials partials) {
    List<TemplateProblem> problems = new ArrayList<>();
    if (subject.isBlank()) {
      problems.add(problem(Part.SUBJECT, "the subject is empty"));
    }
    if (html.isBlank() && text.isBlank()) {
      problems.add(problem(Part.HTML, "there is neither HTML nor text"));
    }
    Template subjectTemplate =
        parse(Part.SUBJECT, subject.strip(), known, partials, problems)
            .orElse(new Template(List.of()))
            .mapLiterals(literal -> LINE_BREAK.matcher(literal).replaceAll(" "));
    Optional<Template> htmlTemplate = parse(Part.HTML, html, known, partials, problems);
    Optional<Template> textTemplate = parse(Part.TEXT, text, known, partials, problems);
    if (!problems.isEmpty()) {
      throw new TemplateException(problems);
    }
    return new MessageContent(subjectTemplate, htmlTemplate, textTemplate);
  }

  private static Optional<Template> parse(
      Part part,
      String text,
      Set<String> known,
      Partials partials,
      List<TemplateProblem> problems) {
    int most = part == Part.SUBJECT ? MAX_SUBJECT : MAX_LENGTH;
    if (text.length() > most) {
      problems.add(
          problem(part, "it has %,d characters; %,d are the most".formatted(text.length(), most)));
      return Optional.empty();
    }
    if (text.isBlank()) {
      return Optional.empty();
    }
    try {
      Template template = Template.parse(text, known, part, partials);
      return Optional.of(part == Part.HTML ? HtmlPlaces.find(template) : template);
    } catch (TemplateException e) {
      e.problems().forEach(each -> problems.add(each.in(part)));
      return Optional.empty();
    }
  }

  private static TemplateProblem problem(Part part, String reason) {
    return new TemplateProblem(Optional.of(part), 1, 1, reason);
  }

  /// The names of all variables in any part, those that only sections depend on included.
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    parts().forEach(part -> part.placeholders().forEach(each -> names.add(each.variable())));
    parts().forEach(part -> part.conditions().forEach(each -> names.add(each.variable())));
    return names;
  }

  /// The placeholders of any part, those in sections included.
  public Set<Placeholder> placeholders() {
    Set<Placeholder> all = new LinkedHashSet<>();
    parts().forEach(part -> all.addAll(part.placeholders()));
    return all;
  }

  private List<Template> parts() {
    List<Template> parts = new ArrayList<>();
    parts.add(subject);
    html.ifPresent(parts::add);
    written.ifPresent(parts::add);
    return parts;
  }

  /// Whether somebody wrote a text part.
  public boolean hasWrittenText() {
    return written.isPresent();
  }

  /// Whether everybody finds that variable in what they read: in the HTML if there is one.
  public boolean always(String variable) {
    return html.or(() -> written).filter(part -> part.always(variable)).isPresent();
  }

  /// Equal for two recipients when their messages differ in nothing but values.
  public String branch(Function<String, String> values) {
    StringBuilder letters = new StringBuilder();
    parts().forEach(part -> part.trace(values, letters));
    return letters.toString();
  }

  /// What sections decide for a recipient, in words: `vendor_category is Food`, `no booth_number`.
  public List<String> decisions(Function<String, String> values) {
    Set<String> words = new LinkedHashSet<>();
    parts().forEach(part -> part.decisions(values, words));
    return List.copyOf(words);
  }

  /// Without sections, as recipients with these values get it.
  public MessageBranch resolve(Function<String, String> values) {
    Optional<Template> flat = html.map(it -> it.flat(values));
    return new MessageBranch(
        subject.flat(values),
        flat,
        written
            .map(it -> it.flat(values))
            .or(() -> flat.map(Template::htmlToText))
            .orElse(new Template(List.of())));
  }

  /// The whole message for one recipient.
  public RenderedMessage render(Function<String, String> values) {
    return resolve(values).render(values);
  }
}
