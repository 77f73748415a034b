package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import mailctl.provider.ProviderAccount;
import mailctl.provider.ProviderAccount.Answer;
import mailctl.provider.ProviderAccount.Webhook;
import mailctl.provider.ReportedEvent;
import mailctl.webhook.ProbeEcho;

/// Whether SendGrid's webhook posts to us, reports what we need, and signs with a key of ours.
public final class WebhookSettingsCheck implements Check {
  /// Where posts must go, and what they are verified with. `bySignature` is off for those who
  /// verify otherwise, or not at all.
  public record Wanted(String url, List<String> keys, boolean bySignature) {
    public Wanted {
      requireNonNull(url, "url is null");
      keys = List.copyOf(keys);
    }
  }

  private static final String SET_UP = "mailctl webhook setup";

  private final ProviderAccount account;
  private final Wanted wanted;

  public WebhookSettingsCheck(ProviderAccount account, Wanted wanted) {
    this.account = requireNonNull(account, "account is null");
    this.wanted = requireNonNull(wanted, "wanted is null");
  }

  @Override
  public String name() {
    return "webhook settings";
  }

  @Override
  public Finding look() {
    return switch (account.webhooks()) {
      case Answer.Given<List<Webhook>>(List<Webhook> all) -> judge(all);
      case Answer.Refused<List<Webhook>>(var why, String words) ->
          why == ProviderAccount.Why.NOT_ALLOWED
              ? Finding.warn(
                  "the key may not look at the webhook's settings: " + words,
                  "give it Event Webhook (read), or look at SendGrid (Settings > Mail Settings >"
                      + " Event Webhook)")
              : Finding.fail("the webhook's settings cannot be seen: " + words, "try again");
    };
  }

  private Finding judge(List<Webhook> all) {
    if (all.isEmpty()) {
      return Finding.fail("SendGrid has no event webhook: nothing will be heard", SET_UP);
    }
    List<Webhook> ours = all.stream().filter(each -> sameUrl(each.url(), wanted.url())).toList();
    if (ours.isEmpty()) {
      return Finding.fail(
          "SendGrid posts to "
              + all.stream().map(Webhook::url).collect(Collectors.joining(", "))
              + " and not to "
              + wanted.url(),
          "correct public.url, or " + SET_UP);
    }
    Webhook best = ours.stream().filter(Webhook::enabled).findFirst().orElse(ours.getFirst());
    return judge(best);
  }

  private Finding judge(Webhook webhook) {
    List<String> problems = new ArrayList<>();
    String advice = SET_UP;
    if (!webhook.enabled()) {
      problems.add("it is switched off");
    }
    String missing = missing(webhook, ReportedEvent::isNeeded);
    if (!missing.isEmpty()) {
      problems.add("it does not report " + missing);
    }
    if (wanted.bySignature() && !webhook.isSigned()) {
      problems.add("its posts are not signed, and will be refused");
    } else if (wanted.bySignature() && !hasKey(webhook.publicKey())) {
      problems.add("it signs with a key that is not in webhook.keys, so its posts are refused");
      advice = "put what `mailctl webhook show --key` prints into webhook.keys";
    }
    if (!problems.isEmpty()) {
      return Finding.fail("SendGrid's webhook: " + String.join("; ", problems), advice);
    }
    String unseen = missing(webhook, each -> !each.isNeeded());
    return unseen.isEmpty()
        ? Finding.ok(
            "SendGrid posts everything to "
                + webhook.url()
                + (webhook.isSigned() ? ", signed with a key of ours" : ", unsigned"))
        : Finding.warn("SendGrid's webhook does not report " + unseen, SET_UP);
  }

  private boolean hasKey(String key) {
    return wanted.keys().stream()
        .anyMatch(each -> ProbeEcho.keyDigest(each).equals(ProbeEcho.keyDigest(key)));
  }

  private static String missing(Webhook webhook, Predicate<ReportedEvent> which) {
    return ReportedEvent.all().stream()
        .filter(which)
        .filter(each -> !webhook.events().contains(each))
        .map(each -> each.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /// But for a slash in the end and the host's letters.
  static boolean sameUrl(String one, String other) {
    return plain(one).equals(plain(other));
  }

  private static String plain(String url) {
    String bare = url.replaceAll("/+$", "");
    int path = bare.indexOf('/', bare.indexOf("://") + 3);
    return path < 0
        ? bare.toLowerCase(Locale.ROOT)
        : bare.substring(0, path).toLowerCase(Locale.ROOT) + bare.substring(path);
  }
}
