package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/// One version of an email: what it says otherwise than the email itself.
///
/// @param name a letter
/// @param weight in percent of those who go first; without one all weigh the same
public record Variant(
    String name,
    Optional<Integer> weight,
    Optional<String> subject,
    Optional<String> html,
    Optional<String> text) {
  private static final Pattern NAME = Pattern.compile("[a-z]");

  public Variant {
    requireNonNull(name, "name is null");
    requireNonNull(weight, "weight is null");
    requireNonNull(subject, "subject is null");
    requireNonNull(html, "html is null");
    requireNonNull(text, "text is null");
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a variant is named by a letter, not '" + name + "'");
    }
    if (subject.filter(String::isBlank).isPresent()) {
      throw new IllegalArgumentException("variant " + name + " has an empty subject");
    }
    if (weight.filter(it -> it < 1 || it > 100).isPresent()) {
      throw new IllegalArgumentException(
          "variant " + name + " weighs between 1 and 100 percent, not " + weight.get());
    }
    subject = subject.map(String::strip);
  }

  /// What it says, with what it leaves to the email. With a body of its own it has no text part of
  /// the email's, which would say something else.
  public EmailContent in(EmailContent email) {
    return new EmailContent(
        subject.orElse(email.subject()),
        html.orElse(email.html()),
        text.orElse(html.isPresent() ? "" : email.text()),
        email.filter());
  }

  public boolean isAsTheEmail() {
    return subject.isEmpty() && html.isEmpty() && text.isEmpty();
  }
}
