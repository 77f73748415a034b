package mailctl.message;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What an email says to everyone: parsed, and fit to be rendered for each. There is always a text
/// part; when nobody wrote one, it is made from the HTML.
public record MessageContent(Template subject, Optional<Template> html, Template text) {
  private static final Pattern LINE_BREAK =
      Pattern.compile("[ ]*[\\p{Cntrl}\\x{80}-\\x{9f}\\u2028\\u2029]+[ ]*");

  public MessageContent {
    requireNonNull(subject, "subject is null");
    requireNonNull(html, "html is null");
    requireNonNull(text, "text is null");
  }

  /// `html` or `text` may be empty, but not both.
  ///
  /// @throws TemplateException listing every problem of every part
  public static MessageContent parse(String subject, String html, String text, Set<String> known) {
    List<TemplateProblem> problems = new ArrayList<>();
    Template nothing = new Template(List.of());
    if (subject.isBlank()) {
      problems.add(problem(Part.SUBJECT, "the subject is empty"));
    }
    if (html.isBlank() && text.isBlank()) {
      problems.add(problem(Part.HTML, "there is neither HTML nor text"));
    }
    Template subjectTemplate =
        parse(Part.SUBJECT, subject.strip(), known, problems)
            .orElse(nothing)
            .mapLiterals(literal -> LINE_BREAK.matcher(literal).replaceAll(" "));
    Optional<Template> htmlTemplate =
        html.isBlank() ? Optional.empty() : parse(Part.HTML, html, known, problems);
    Optional<Template> textTemplate =
        text.isBlank()
            ? htmlTemplate.map(Template::htmlToText)
            : parse(Part.TEXT, text, known, problems);
    if (!problems.isEmpty()) {
      throw new TemplateException(problems);
    }
    return new MessageContent(subjectTemplate, htmlTemplate, textTemplate.orElse(nothing));
  }

  private static Optional<Template> parse(
      Part part, String text, Set<String> known, List<TemplateProblem> problems) {
    try {
      return Optional.of(Template.parse(text, known));
    } catch (TemplateException e) {
      e.problems().forEach(each -> problems.add(each.in(part)));
      return Optional.empty();
    }
  }

  private static TemplateProblem problem(Part part, String reason) {
    return new TemplateProblem(Optional.of(part), 1, 1, reason);
  }

  /// The names of all variables in any part.
  public Set<String> variables() {
    Set<String> names = new LinkedHashSet<>();
    subject.placeholders().forEach(each -> names.add(each.variable()));
    html.ifPresent(it -> it.placeholders().forEach(each -> names.add(each.variable())));
    text.placeholders().forEach(each -> names.add(each.variable()));
    return names;
  }

  /// The whole message for one recipient.
  public RenderedMessage render(Function<String, String> values) {
    return new RenderedMessage(
        subject.render(Part.SUBJECT, values),
        html.map(it -> it.render(Part.HTML, values)),
        text.render(Part.TEXT, values));
  }
}
