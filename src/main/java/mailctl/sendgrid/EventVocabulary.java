package mailctl.sendgrid;

import java.util.Locale;
import java.util.Optional;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;

/// SendGrid's labels and ours, both ways. Its pages spell some of them in two ways and old accounts
/// in others, so reading goes by letters alone.
final class EventVocabulary {
  private EventVocabulary() {}

  static Optional<BounceClass> bounceClass(String label) {
    String letters = letters(label);
    return switch (letters) {
      case "" -> Optional.empty();
      case "invalidaddress", "invalid" -> Optional.of(BounceClass.INVALID_ADDRESS);
      case "technical", "technicalfailure" -> Optional.of(BounceClass.TECHNICAL);
      case "content" -> Optional.of(BounceClass.CONTENT);
      case "reputation" -> Optional.of(BounceClass.REPUTATION);
      case "frequencyvolume",
          "frequencyorvolume",
          "frequencyorvolumetoohigh",
          "frequency",
          "volume" ->
          Optional.of(BounceClass.VOLUME);
      case "mailboxunavailable", "mailbox" -> Optional.of(BounceClass.MAILBOX_UNAVAILABLE);
      default -> Optional.of(BounceClass.UNCLASSIFIED);
    };
  }

  static String label(BounceClass bounceClass) {
    return switch (bounceClass) {
      case INVALID_ADDRESS -> "Invalid Address";
      case TECHNICAL -> "Technical Failure";
      case CONTENT -> "Content";
      case REPUTATION -> "Reputation";
      case VOLUME -> "Frequency or Volume Too High";
      case MAILBOX_UNAVAILABLE -> "Mailbox Unavailable";
      case UNCLASSIFIED -> "Unclassified";
    };
  }

  static DropCause dropCause(String reason) {
    String letters = letters(reason);
    if (letters.equals("invalid") || letters.startsWith("invalidaddress")) {
      return DropCause.INVALID_ADDRESS;
    }
    if (letters.startsWith("bouncedaddress")) {
      return DropCause.BOUNCED_ADDRESS;
    }
    if (letters.startsWith("unsubscribedaddress")) {
      return DropCause.UNSUBSCRIBED_ADDRESS;
    }
    if (letters.startsWith("spamreportingaddress")) {
      return DropCause.SPAM_REPORTING_ADDRESS;
    }
    if (letters.startsWith("spamcontent")) {
      return DropCause.SPAM_CONTENT;
    }
    if (letters.startsWith("invalidsmtpapi")) {
      return DropCause.INVALID_HEADER;
    }
    return letters.contains("packagequota") ? DropCause.OVER_QUOTA : DropCause.OTHER;
  }

  static String reason(DropCause cause) {
    return switch (cause) {
      case BOUNCED_ADDRESS -> "Bounced Address";
      case UNSUBSCRIBED_ADDRESS -> "Unsubscribed Address";
      case SPAM_REPORTING_ADDRESS -> "Spam Reporting Address";
      case INVALID_ADDRESS -> "Invalid";
      case SPAM_CONTENT -> "Spam Content";
      case INVALID_HEADER -> "Invalid SMTPAPI header";
      case OVER_QUOTA -> "Recipient List over Package Quota";
      case OTHER -> "";
    };
  }

  private static String letters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
  }
}
