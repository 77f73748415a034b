package mailctl.campaign;

import static java.util.Objects.requireNonNull;

/// What an email says and to whom: frozen from the moment it starts sending. `html` or `text` may
/// be empty, but not both, as `ContentRules` makes sure; `filter` is a recipient filter as JSON.
public record EmailContent(String subject, String html, String text, String filter) {
  public EmailContent {
    requireNonNull(subject, "subject is null");
    requireNonNull(html, "html is null");
    requireNonNull(text, "text is null");
    requireNonNull(filter, "filter is null");
  }
}
