package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import mailctl.provider.ProviderAccount;
import mailctl.provider.ProviderAccount.Answer;

/// Whether SendGrid takes the key, and what the key may do.
public final class KeyCheck implements Check {
  private static final String SEND = "mail.send";
  private static final String NEW_KEY =
      "make a key with Mail Send and Event Webhook at SendGrid (Settings > API Keys) and put it into"
          + " sendgrid.api-key-file";

  private final Supplier<Optional<ProviderAccount>> account;
  private final String url;

  /// `url` is where SendGrid is.
  public KeyCheck(Supplier<Optional<ProviderAccount>> account, String url) {
    this.account = requireNonNull(account, "account is null");
    this.url = requireNonNull(url, "url is null");
  }

  @Override
  public String name() {
    return "key";
  }

  @Override
  public Finding look() {
    Optional<ProviderAccount> ours = account.get();
    if (ours.isEmpty()) {
      return Finding.warn(
          "no SendGrid API key is set: nothing can be sent",
          "set SENDGRID_API_KEY or sendgrid.api-key-file; or use the sandbox: mailctl help sandbox");
    }
    return switch (ours.get().scopes()) {
      case Answer.Given<Set<String>>(Set<String> scopes) -> judge(scopes);
      case Answer.Refused<Set<String>>(var why, String words) ->
          switch (why) {
            case KEY_REFUSED -> Finding.fail("SendGrid refuses the API key: " + words, NEW_KEY);
            case NOT_ALLOWED ->
                Finding.warn("SendGrid does not say what the key may do: " + words, NEW_KEY);
            case NOT_THERE, NOT_ACCEPTED ->
                Finding.fail(
                    url + " does not answer as SendGrid does: " + words, "correct sendgrid.url");
            case UNREACHABLE ->
                Finding.fail(
                    "SendGrid cannot be asked: " + words,
                    "look whether this machine reaches " + url + " (sendgrid.url, firewall, DNS)");
          };
    };
  }

  private Finding judge(Set<String> scopes) {
    if (!scopes.contains(SEND)) {
      return Finding.fail(
          "the key may not send mail: it lacks the scope "
              + SEND
              + ", and has "
              + (scopes.isEmpty() ? "none" : String.join(", ", new TreeSet<>(scopes))),
          NEW_KEY);
    }
    return Finding.ok(
        "SendGrid at %s takes the key, which may send mail (%s)"
            .formatted(url, Words.count(scopes.size(), "scope", "scopes")));
  }
}
