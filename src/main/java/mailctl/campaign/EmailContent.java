package mailctl.campaign;

import static java.util.Objects.requireNonNull;

/// What an email says and to whom: frozen from the moment it starts sending. `html` or `text` may
/// be empty, not both; `filter` is a recipient filter as JSON.
public record EmailContent(String subject, String html, String text, String filter) {
  public EmailContent {
    requireNonNull(subject, "subject is null");
    requireNonNull(html, "html is null");
    requireNonNull(text, "text is null");
    requireNonNull(filter, "filter is null");
    if (subject.isEmpty()) {
      throw new IllegalArgumentException("an email has a subject");
    }
    if (html.isEmpty() && text.isEmpty()) {
      throw new IllegalArgumentException("an email has html or text");
    }
  }
}
