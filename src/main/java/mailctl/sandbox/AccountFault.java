package mailctl.sandbox;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// What may be wrong with the settings of an account.
public enum AccountFault {
  /// The key may do all but send.
  NO_SEND_SCOPE,
  /// The key may send and nothing else.
  SEND_SCOPE_ONLY,
  /// No sender is verified and no domain authenticated.
  NO_SENDER,
  /// There is no webhook.
  NO_WEBHOOK,
  /// It is switched off.
  WEBHOOK_OFF,
  /// It posts to somebody else.
  OTHER_URL,
  /// It does not report bounces and drops.
  EVENTS_OFF,
  /// Its posts are not signed.
  UNSIGNED,
  /// It shows a key that is not the one that it signs with.
  OTHER_KEY;

  /// Its name in options.
  public String keyword() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// From `no-sender,unsigned`; empty text is none.
  ///
  /// @throws IllegalArgumentException naming what is no fault
  public static Set<AccountFault> parse(String text) {
    Set<AccountFault> faults = EnumSet.noneOf(AccountFault.class);
    for (String part : text.split(",")) {
      if (!part.isBlank()) {
        faults.add(ofKeyword(part.strip()));
      }
    }
    return faults;
  }

  private static AccountFault ofKeyword(String keyword) {
    return Arrays.stream(values())
        .filter(each -> each.keyword().equals(keyword))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "an account is never "
                        + keyword
                        + "; it may be "
                        + Arrays.stream(values())
                            .map(AccountFault::keyword)
                            .collect(Collectors.joining(", "))));
  }
}
