package mailctl.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import mailctl.campaign.ScheduledEmail;
import mailctl.database.Refusal;
import mailctl.message.MessageBranch;
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
  /// More are not kept: each holds the whole text.
  private static final int MANY_BRANCHES = 256;

  private final MessageContent message;
  private final Map<String, MessageBranch> branches = new ConcurrentHashMap<>();

  private Content(MessageContent message) {
    this.message = message;
  }

  /// @throws Refusal (DATA) when it does not read as a template
  static Content of(EmailInPlace place) {
    ScheduledEmail email = place.email();
    try {
      return new Content(
          MessageContent.parse(
              email.subject(),
              email.html(),
              email.text(),
              VariableCatalog.names(),
              place.partials()));
    } catch (TemplateException e) {
      throw new Refusal(
          Refusal.Kind.DATA,
          "scheduled email " + email.id() + " cannot be rendered: " + e.getMessage(),
          "mailctl schedule edit " + email.id());
    }
  }

  MessageContent message() {
    return message;
  }

  RenderedMessage render(Function<String, String> values) {
    return resolve(values).render(values);
  }

  /// Those that a recipient with these values reads.
  Set<Placeholder> placeholders(Function<String, String> values) {
    MessageBranch branch = resolve(values);
    Set<Placeholder> all = new LinkedHashSet<>(branch.subject().placeholders());
    branch.html().ifPresent(html -> all.addAll(html.placeholders()));
    all.addAll(branch.text().placeholders());
    return all;
  }

  /// Equal for those who can share a request.
  String branch(Function<String, String> values) {
    return message.branch(values);
  }

  /// With tags that start with `prefix`, one for every variable and part, for all recipients whose
  /// branch is that of these values.
  Tagged tagged(String prefix, Function<String, String> values) {
    Map<Slot, String> tags = new LinkedHashMap<>();
    MessageBranch branch = resolve(values);
    return new Tagged(
        tag(branch.subject(), Part.SUBJECT, prefix, tags),
        branch.html().map(html -> tag(html, Part.HTML, prefix, tags)).orElse(""),
        tag(branch.text(), Part.TEXT, prefix, tags),
        tags);
  }

  private MessageBranch resolve(Function<String, String> values) {
    String branch = message.branch(values);
    MessageBranch known = branches.get(branch);
    if (known != null) {
      return known;
    }
    MessageBranch resolved = message.resolve(values);
    if (branches.size() < MANY_BRANCHES) {
      branches.put(branch, resolved);
    }
    return resolved;
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
