package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.util.regex.Pattern;

/// What an email says and to whom: frozen from the moment it starts sending. `html` or `text` may
/// be empty, but not both, as `ContentRules` makes sure; `filter` is a recipient filter as JSON.
public record EmailContent(String subject, String html, String text, String filter) {
  private static final Pattern UNSUBSCRIBE_LINK =
      Pattern.compile("\\{\\{\\s*(unsubscribe_link\\b|>)");

  public EmailContent {
    requireNonNull(subject, "subject is null");
    requireNonNull(html, "html is null");
    requireNonNull(text, "text is null");
    requireNonNull(filter, "filter is null");
  }

  /// Whether a reader finds, somewhere in the body or in what it includes, where to unsubscribe.
  public boolean hasUnsubscribeLink() {
    return UNSUBSCRIBE_LINK.matcher(html).find() || UNSUBSCRIBE_LINK.matcher(text).find();
  }
}
