package mailctl.message;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.function.Function;

/// A message with its sections decided: the same for many recipients but for the values. There is
/// always a text part.
public record MessageBranch(Template subject, Optional<Template> html, Template text) {
  public MessageBranch {
    requireNonNull(subject, "subject is null");
    requireNonNull(html, "html is null");
    requireNonNull(text, "text is null");
  }

  public RenderedMessage render(Function<String, String> values) {
    return new RenderedMessage(
        subject.render(Part.SUBJECT, values),
        html.map(it -> it.render(Part.HTML, values)),
        text.render(Part.TEXT, values));
  }
}
