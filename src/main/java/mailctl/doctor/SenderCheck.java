package mailctl.doctor;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import mailctl.provider.ProviderAccount;
import mailctl.provider.ProviderAccount.Answer;

/// Whether SendGrid lets our organizations send from their addresses.
public final class SenderCheck implements Check {
  private static final String ADVICE =
      "authenticate the domain at SendGrid (Settings > Sender Authentication), or verify the address"
          + " there; or change the organization's email";

  private final ProviderAccount account;
  private final Supplier<List<String>> senders;

  /// `senders` are the addresses that mail is from.
  public SenderCheck(ProviderAccount account, Supplier<List<String>> senders) {
    this.account = requireNonNull(account, "account is null");
    this.senders = requireNonNull(senders, "senders is null");
  }

  @Override
  public String name() {
    return "sender";
  }

  @Override
  public Finding look() {
    List<String> all = senders.get();
    if (all.isEmpty()) {
      return Finding.ok("no organization has a sender's address yet");
    }
    return switch (account.verifiedSenders()) {
      case Answer.Given<Set<String>>(Set<String> verified) -> judge(all, verified);
      case Answer.Refused<Set<String>>(_, String words) -> untold(words);
    };
  }

  private Finding judge(List<String> all, Set<String> verified) {
    Map<String, Boolean> domains = new HashMap<>();
    List<String> strange = new ArrayList<>();
    for (String sender : all) {
      if (verified.contains(sender.toLowerCase(Locale.ROOT))) {
        continue;
      }
      String domain = sender.substring(sender.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
      if (!domains.containsKey(domain)) {
        switch (account.isAuthenticated(domain)) {
          case Answer.Given<Boolean>(Boolean known) -> domains.put(domain, known);
          case Answer.Refused<Boolean>(_, String words) -> {
            return untold(words);
          }
        }
      }
      if (!domains.getOrDefault(domain, false)) {
        strange.add(sender);
      }
    }
    return strange.isEmpty()
        ? Finding.ok(
            "SendGrid knows "
                + (all.size() == 1 ? "the sender " + all.getFirst() : all.size() + " senders"))
        : Finding.fail(
            "SendGrid will refuse mail from "
                + String.join(", ", strange)
                + ": neither the address nor its domain is verified",
            ADVICE);
  }

  private static Finding untold(String words) {
    return Finding.warn(
        "whether SendGrid knows the senders cannot be seen: " + words,
        "give the key the scopes whitelabel.read and verified senders, or look at SendGrid"
            + " (Settings > Sender Authentication)");
  }
}
