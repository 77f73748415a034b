package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;

/// One message to one recipient as it would have left SendGrid, substitutions applied. `number`
/// counts the recipients of a request from 0; `fate` is what was decided for it: a behaviour, or
/// `dropped` for an address on a suppression list.
public record MailboxMessage(
    String messageId,
    int number,
    Instant acceptedAt,
    String from,
    String replyTo,
    String to,
    String toName,
    String subject,
    String html,
    String text,
    Map<String, String> headers,
    Map<String, String> customArgs,
    String fate) {
  public MailboxMessage {
    requireNonNull(messageId, "messageId is null");
    requireNonNull(acceptedAt, "acceptedAt is null");
    requireNonNull(to, "to is null");
    headers = Map.copyOf(headers);
    customArgs = Map.copyOf(customArgs);
  }

  /// What SendGrid's events call it.
  String fullId() {
    return messageId
        + ".recvd-sandbox-1-"
        + Integer.toHexString(messageId.hashCode())
        + "."
        + number;
  }

  MailboxMessage withFate(String other) {
    return new MailboxMessage(
        messageId,
        number,
        acceptedAt,
        from,
        replyTo,
        to,
        toName,
        subject,
        html,
        text,
        headers,
        customArgs,
        other);
  }
}
