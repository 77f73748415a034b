package mailctl.sandbox;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// What becomes of a message. An address chooses by a keyword anywhere before its `@`
/// (`hard-bounce+7@example.org`); when several fit, the longest counts.
public enum Behaviour {
  /// Processed and delivered: what every address without a keyword gets.
  DELIVERED,
  HARD_BOUNCE,
  BLOCKED,
  BLOCKED_MAILBOX_FULL,
  BLOCKED_TECHNICAL,
  BLOCKED_VOLUME,
  BLOCKED_REPUTATION,
  BLOCKED_CONTENT,
  /// Blocked for the first message to the address, delivered afterwards.
  BLOCKED_ONCE,
  /// Deferred, then delivered.
  DEFERRED,
  DROPPED_INVALID,
  DROPPED_SPAM_CONTENT,
  /// Delivered, then reported as spam.
  SPAM,
  UNSUBSCRIBE,
  GROUP_UNSUBSCRIBE,
  OPEN,
  CLICK,
  MACHINE_OPEN,
  /// Delivered, then bounced without a message id.
  LATE_BOUNCE,
  /// The request is taken and the connection dropped without an answer.
  LOST_RESPONSE,
  /// The connection is dropped and the request not taken.
  LOST_REQUEST,
  /// The answer takes its time.
  SLOW,
  /// The request is refused with an error that names this recipient.
  REJECT,
  /// The request ends in a 500 and is not taken.
  SERVER_ERROR;

  /// Its name in addresses, options and JSON.
  public String keyword() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public static Optional<Behaviour> ofKeyword(String keyword) {
    return Arrays.stream(values()).filter(each -> each.keyword().equals(keyword)).findFirst();
  }

  /// All keywords, for help and errors.
  public static String keywords() {
    return Arrays.stream(values()).map(Behaviour::keyword).collect(Collectors.joining(", "));
  }

  static Optional<Behaviour> chosenBy(String address) {
    int at = address.lastIndexOf('@');
    String local = (at < 0 ? address : address.substring(0, at)).toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(each -> each != DELIVERED && local.contains(each.keyword()))
        .max(Comparator.comparingInt(each -> each.keyword().length()));
  }
}
