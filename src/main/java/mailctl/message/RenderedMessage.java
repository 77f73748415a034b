package mailctl.message;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/// A message as one recipient reads it.
public record RenderedMessage(String subject, Optional<String> html, String text) {
  public RenderedMessage {
    requireNonNull(subject, "subject is null");
    requireNonNull(html, "html is null");
    requireNonNull(text, "text is null");
  }
}
