package mailctl.provider;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One request to the provider: content once, and one entry per recipient. The content may hold
/// tags that each recipient's `substitutions` replace. `html` and `text` are empty when the part is
/// absent; one of them is not.
public record MailRequest(
    EmailAddress from,
    Optional<EmailAddress> replyTo,
    String subject,
    String html,
    String text,
    List<Recipient> recipients) {
  /// As many as SendGrid takes in one request.
  public static final int MAX_RECIPIENTS = 1_000;

  /// One recipient, with what is theirs alone. Custom arguments come back in every provider event.
  public record Recipient(
      EmailAddress to,
      Map<String, String> substitutions,
      Map<String, String> customArgs,
      Map<String, String> headers) {
    public Recipient {
      requireNonNull(to, "to is null");
      substitutions = Map.copyOf(substitutions);
      customArgs = Map.copyOf(customArgs);
      headers = Map.copyOf(headers);
    }
  }

  public MailRequest {
    requireNonNull(from, "from is null");
    requireNonNull(replyTo, "replyTo is null");
    requireNonNull(subject, "subject is null");
    if (html.isEmpty() && text.isEmpty()) {
      throw new IllegalArgumentException("a message needs an HTML or a text part");
    }
    recipients = List.copyOf(recipients);
    if (recipients.isEmpty() || recipients.size() > MAX_RECIPIENTS) {
      throw new IllegalArgumentException(
          "a request carries 1 to " + MAX_RECIPIENTS + " recipients, not " + recipients.size());
    }
  }
}
