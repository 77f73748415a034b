package mailctl.sandbox;

import mailctl.provider.BounceClass;

/// What a receiving server says when it refuses a message, by the class that SendGrid makes of it.
/// The status is empty where SendGrid gives none.
record SmtpReply(String status, String text) {
  static SmtpReply of(BounceClass bounceClass) {
    return switch (bounceClass) {
      case INVALID_ADDRESS ->
          new SmtpReply(
              "5.1.1", "550 5.1.1 The email account that you tried to reach does not exist.");
      case TECHNICAL -> new SmtpReply("4.4.1", "451 4.4.1 Connection timed out, server is busy.");
      case VOLUME -> new SmtpReply("4.7.28", "421 4.7.28 Unusual rate of mail from your domain.");
      case MAILBOX_UNAVAILABLE ->
          new SmtpReply("5.2.2", "552 5.2.2 The email account is over quota.");
      case REPUTATION ->
          new SmtpReply(
              "5.7.1",
              "554 5.7.1 Service unavailable; client host [192.0.2.25] blocked using a block list.");
      case CONTENT -> new SmtpReply("5.7.1", "550 5.7.1 Message rejected because of its content.");
      case UNCLASSIFIED ->
          new SmtpReply("", "unable to get mx info: failed to get IPs from PTR record");
    };
  }
}
