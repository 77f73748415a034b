package mailctl.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import mailctl.campaign.ScheduledEmail;
import mailctl.database.Refusal;
import mailctl.message.MessageContent;
import mailctl.message.Part;
import mailctl.message.Placeholder;
import mailctl.message.RenderedMessage;
import mailctl.message.Template;
import mailctl.message.TemplateException;
import mailctl.message.VariableCatalog;

/// What a scheduled email says, ready to be rendered for one recipient, or once for many with tags
/// in the places of the variables.
final class Content {
  private final MessageContent message;

  private Content(MessageContent message) {
    this.message = message;
  }

  /// @throws Refusal (DATA) when it does not read as a template
  static Content of(ScheduledEmail email) {
    try {
      return new Content(
          MessageContent.parse(
              email.subject(), email.html(), email.text(), VariableCatalog.names()));
    } catch (TemplateException e) {
      throw new Refusal(
          Refusal.Kind.DATA,
          "scheduled email " + email.id() + " cannot be rendered: " + e.getMessage(),
          "mailctl schedule edit " + email.id());
    }
  }

  RenderedMessage render(Function<String, String> values) {
    return message.render(values);
  }

  /// With tags that start with `prefix`, one for every variable and part.
  Tagged tagged(String prefix) {
    Map<Slot, String> tags = new LinkedHashMap<>();
    return new Tagged(
        tag(message.subject(), Part.SUBJECT, prefix, tags),
        message.html().map(html -> tag(html, Part.HTML, prefix, tags)).orElse(""),
        tag(message.text(), Part.TEXT, prefix, tags),
        tags);
  }

  private static String tag(Template template, Part part, String prefix, Map<Slot, String> tags) {
    return template.renderWith(placeholder -> numbered(tags, new Slot(part, placeholder), prefix));
  }

  private static String numbered(Map<Slot, String> tags, Slot slot, String prefix) {
    String known = tags.get(slot);
    if (known != null) {
      return known;
    }
    String tag = prefix + tags.size() + "-";
    tags.put(slot, tag);
    return tag;
  }

  /// A variable in one part: escaped in its own way there.
  private record Slot(Part part, Placeholder placeholder) {}

  /// The content that travels once, and what stands behind each of its tags.
  static final class Tagged {
    private final String subject;
    private final String html;
    private final String text;
    private final Map<Slot, String> tags;

    private Tagged(String subject, String html, String text, Map<Slot, String> tags) {
      this.subject = requireNonNull(subject, "subject is null");
      this.html = requireNonNull(html, "html is null");
      this.text = requireNonNull(text, "text is null");
      this.tags = tags;
    }

    String subject() {
      return subject;
    }

    String html() {
      return html;
    }

    String text() {
      return text;
    }

    long bytes() {
      return (long) subject.length() + html.getBytes(UTF_8).length + text.getBytes(UTF_8).length;
    }

    /// What each tag stands for, for one recipient, escaped for the part that it is in.
    Map<String, String> substitutions(Function<String, String> values) {
      Map<String, String> substitutions = new HashMap<>();
      tags.forEach(
          (slot, tag) -> substitutions.put(tag, slot.placeholder().fill(slot.part(), values)));
      return substitutions;
    }
  }
}
