package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import mailctl.database.Refusal;
import mailctl.provider.ProviderAccount;
import mailctl.provider.ProviderAccount.Answer;
import mailctl.provider.ProviderAccount.Webhook;
import mailctl.provider.ReportedEvent;

/// What the commands about SendGrid's webhook have in common.
final class WebhookDesk {
  private final Session session;
  private final ProviderAccount account;
  private final URI ours;

  WebhookDesk(Session session) {
    this.session = requireNonNull(session, "session is null");
    this.account = session.app().providerAccount();
    this.ours = session.app().webhookUrl();
  }

  ProviderAccount account() {
    return account;
  }

  /// Before anything is changed at SendGrid. With this it is written down who does it.
  ///
  /// @throws Refusal (DENIED) when the database is a copy, whose original posts are meant for
  void requireOriginal() {
    session.app().fence().requireOriginal();
  }

  String url() {
    return ours.toString();
  }

  List<Webhook> all() {
    return given(account.webhooks());
  }

  Optional<Webhook> ours() {
    List<Webhook> matching = all().stream().filter(this::isOurs).toList();
    return matching.stream()
        .filter(Webhook::enabled)
        .findFirst()
        .or(() -> matching.stream().findFirst());
  }

  boolean isOurs(Webhook webhook) {
    return bare(webhook.url()).equals(bare(url()));
  }

  private static String bare(String url) {
    return url.replaceAll("/+$", "");
  }

  Webhook requireOurs() {
    return ours()
        .orElseThrow(
            () ->
                new Refusal(
                    Refusal.Kind.NOT_FOUND,
                    "no webhook at SendGrid posts to " + url(),
                    "mailctl webhook setup"));
  }

  /// @throws Refusal in the provider's words
  static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(T value) -> value;
      case Answer.Refused<T>(var why, String words) -> throw refusal(why, words);
    };
  }

  private static Refusal refusal(ProviderAccount.Why why, String words) {
    return switch (why) {
      case KEY_REFUSED ->
          new Refusal(
              Refusal.Kind.DENIED, "SendGrid refuses the API key: " + words, "mailctl doctor");
      case NOT_ALLOWED ->
          new Refusal(
              Refusal.Kind.DENIED,
              "the key may not do this at SendGrid: " + words,
              "give the key Event Webhook at SendGrid (Settings > API Keys)");
      case NOT_THERE ->
          new Refusal(Refusal.Kind.NOT_FOUND, "not at SendGrid: " + words, "mailctl webhook show");
      case NOT_ACCEPTED ->
          new Refusal(
              Refusal.Kind.CONFLICT,
              "SendGrid does not accept this: " + words,
              "mailctl webhook show");
      case UNREACHABLE ->
          new Refusal(
              Refusal.Kind.UNAVAILABLE, "SendGrid cannot be asked: " + words, "mailctl doctor");
    };
  }

  JsonObject json(Webhook webhook) {
    return Json.object()
        .id("id", webhook.id())
        .put("name", webhook.name())
        .put("url", webhook.url())
        .put("ours", isOurs(webhook))
        .put("enabled", webhook.enabled())
        .texts("events", names(webhook.events()))
        .put("signed", webhook.isSigned())
        .put("public_key", Optional.of(webhook.publicKey()).filter(key -> !key.isEmpty()));
  }

  static Set<String> names(Set<ReportedEvent> events) {
    return new TreeSet<>(events)
        .stream()
            .map(each -> each.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
  }
}
