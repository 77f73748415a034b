package mailctl.campaign;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mailctl.audience.RecipientFilter;
import mailctl.database.Refusal;
import mailctl.message.MessageContent;
import mailctl.message.Part;
import mailctl.message.Partials;
import mailctl.message.TemplateException;
import mailctl.message.VariableCatalog;

/// What an email must fulfil before it may stand on the schedule: templates that parse, variables
/// that exist, a filter that is understood. A text part may be missing; whoever renders makes one
/// from the HTML.
final class ContentRules {
  /// Gmail cuts off what is beyond a fifth of this.
  private static final int MAX_BODY = 500_000;

  private static final int MAX_SUBJECT = 1_000;

  private static final String NO_UNSUBSCRIBE_LINK =
      "a promotional email needs {{unsubscribe_link}} where everybody reads it, outside of"
          + " conditional sections; or it is transactional";

  /// @param part subject, html, text or filter
  /// @param line within that part, as is `column`
  record Problem(String part, int line, int column, String words) {}

  /// As it will be stored, with the filter in its one form.
  ///
  /// @throws Refusal of kind DATA that names every problem
  ///
  /// @param partials what it may include
  Draft check(Draft draft, Partials partials) {
    if (draft.name().isBlank()) {
      throw new Refusal(Refusal.Kind.DATA, "the name of the email is empty");
    }
    List<Problem> problems = problems(draft.kind(), draft.content(), partials);
    if (problems.isEmpty()) {
      problems.addAll(variants(draft, partials));
    }
    if (!problems.isEmpty()) {
      throw new Refusal(
          Refusal.Kind.DATA,
          String.join("; ", problems.stream().map(ContentRules::words).toList()),
          "mailctl help variables");
    }
    EmailContent content = draft.content();
    String filter = RecipientFilter.ofJson(content.filter()).toJson();
    return new Draft(
        draft.name().strip(),
        draft.kind(),
        new EmailContent(content.subject().strip(), content.html(), content.text(), filter),
        draft.trigger(),
        draft.experiment());
  }

  /// Each version is all that some people get, so each must be as sound as the email.
  private List<Problem> variants(Draft draft, Partials partials) {
    List<Problem> problems = new ArrayList<>();
    if (draft.trigger() instanceof Trigger.On && !draft.experiment().isNone()) {
      problems.add(
          new Problem(
              "variants", 1, 1, "what goes out " + draft.trigger().text() + " has one version"));
    }
    for (Variant variant : draft.experiment().variants()) {
      EmailContent content = variant.in(draft.content());
      if (content.html().isBlank() && content.text().isBlank()) {
        problems.add(
            new Problem("variant " + variant.name(), 1, 1, "it has neither html nor text"));
      }
      for (Problem each : problems(draft.kind(), content, partials)) {
        problems.add(
            new Problem(
                "variant " + variant.name() + ", " + each.part(),
                each.line(),
                each.column(),
                each.words()));
      }
    }
    return problems;
  }

  private static String words(Problem problem) {
    return "%s, line %d, column %d: %s"
        .formatted(problem.part(), problem.line(), problem.column(), problem.words());
  }

  List<Problem> problems(EmailKind kind, EmailContent content, Partials partials) {
    List<Problem> problems = new ArrayList<>();
    tooLong(problems, "subject", content.subject(), MAX_SUBJECT);
    tooLong(problems, "html", content.html(), MAX_BODY);
    tooLong(problems, "text", content.text(), MAX_BODY);
    if (!problems.isEmpty()) {
      return problems;
    }
    try {
      MessageContent message =
          MessageContent.parse(
              content.subject(), content.html(), content.text(), VariableCatalog.names(), partials);
      if (kind == EmailKind.PROMOTIONAL && !message.always("unsubscribe_link")) {
        problems.add(
            new Problem(content.html().isBlank() ? "text" : "html", 1, 1, NO_UNSUBSCRIBE_LINK));
      }
    } catch (TemplateException e) {
      e.problems()
          .forEach(
              each ->
                  problems.add(
                      new Problem(
                          each.part().orElse(Part.TEXT).name().toLowerCase(Locale.ROOT),
                          each.line(),
                          each.column(),
                          each.reason())));
    }
    try {
      var _ = RecipientFilter.ofJson(content.filter());
    } catch (Refusal e) {
      problems.add(new Problem("filter", 1, 1, String.valueOf(e.getMessage())));
    }
    return problems;
  }

  private static void tooLong(List<Problem> problems, String part, String text, int most) {
    if (text.length() > most) {
      problems.add(
          new Problem(
              part,
              1,
              1,
              "%s has %,d characters; %,d are allowed".formatted(part, text.length(), most)));
    }
  }

  /// @throws Refusal of kind DATA when that part of the partial is there and does not parse
  void refuseUnlessSound(Part part, Partial partial, Partials all) {
    String name = partial.name();
    String text = part == Part.HTML ? partial.source().html() : partial.source().text();
    if (text.isBlank()) {
      return;
    }
    try {
      String include = "{{> " + name + "}}";
      var _ =
          MessageContent.parse(
              name,
              part == Part.HTML ? include : "",
              part == Part.HTML ? "" : include,
              VariableCatalog.names(),
              all);
    } catch (TemplateException e) {
      throw new Refusal(
          Refusal.Kind.DATA, e.problems().getFirst().reason(), "mailctl help variables");
    }
  }

  EmailContent merge(EmailContent before, EmailChange change) {
    return new EmailContent(
        change.subject().orElse(before.subject()),
        change.html().orElse(before.html()),
        change.text().orElse(before.text()),
        change.filter().orElse(before.filter()));
  }
}
