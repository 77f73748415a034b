package mailctl.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The syntax of the system before: `[eventName]`. Read by imports only.
public final class BracketSyntax {
  private static final Pattern BRACKETS =
      Pattern.compile("\\{\\{.*?}}|\\[([a-z][A-Za-z0-9]*)]", Pattern.DOTALL);

  private BracketSyntax() {}

  /// `text` with `{{event_title}}` for `[eventName]`. Brackets around ordinary words stay.
  ///
  /// @throws TemplateException listing what looks like a variable (`[eventNmae]`) and is none
  public static String convert(String text, Set<String> known) {
    StringBuilder converted = new StringBuilder();
    List<TemplateProblem> problems = new ArrayList<>();
    Matcher matcher = BRACKETS.matcher(text);
    while (matcher.find()) {
      matcher.appendReplacement(
          converted, Matcher.quoteReplacement(replacement(matcher, text, known, problems)));
    }
    if (!problems.isEmpty()) {
      throw new TemplateException(problems);
    }
    return matcher.appendTail(converted).toString();
  }

  private static String replacement(
      Matcher matcher, String text, Set<String> known, List<TemplateProblem> problems) {
    String name = matcher.group(1);
    if (name == null) {
      return matcher.group();
    }
    String variable = VariableCatalog.currentName(NearestName.snakeCase(name));
    if (known.contains(variable)) {
      return "{{" + variable + "}}";
    }
    if (!name.equals(name.toLowerCase(Locale.ROOT))) {
      String hint =
          NearestName.to(name, known).map(near -> " (did you mean '" + near + "'?)").orElse("");
      problems.add(
          TemplateProblem.at(text, matcher.start(), "unknown variable '[" + name + "]'" + hint));
    }
    return matcher.group();
  }
}
