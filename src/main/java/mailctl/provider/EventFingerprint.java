package mailctl.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.UUID;

/// The same provider event has the same fingerprint however often and in whatever company it is
/// reported. It rests on what the event says, since SendGrid's `sg_event_id` can change on
/// redelivery and is missing on some. It covers everything that decides or is kept, so that of two
/// events with one fingerprint it does not matter which came first; what differs in anything is
/// another event. Two opens of the same second by the same client count as one.
public final class EventFingerprint {
  private static final char SEPARATOR = '\u001f';

  private EventFingerprint() {}

  public static UUID of(ProviderEvent event) {
    ProviderEvent.Origin origin = event.origin();
    String text =
        String.join(
            String.valueOf(SEPARATOR),
            ProviderEventType.of(event),
            origin.email().toLowerCase(Locale.ROOT),
            origin.occurredAt().toString(),
            origin.reference().or(origin::messageId).or(origin::fullMessageId).orElse(""),
            distinction(event));
    ByteBuffer digest = ByteBuffer.wrap(sha256(text.getBytes(UTF_8)));
    return new UUID(digest.getLong(), digest.getLong());
  }

  private static String distinction(ProviderEvent event) {
    return switch (event) {
      case ProviderEvent.Deferred deferred ->
          deferred.providerAttempt() + SEPARATOR + deferred.response();
      case ProviderEvent.Delivered delivered -> delivered.response();
      case ProviderEvent.Blocked blocked ->
          refusal(blocked.bounceClass(), blocked.smtpStatus(), blocked.reason());
      case ProviderEvent.Bounced bounced ->
          refusal(bounced.bounceClass(), bounced.smtpStatus(), bounced.reason());
      case ProviderEvent.Dropped dropped -> dropped.cause().name() + SEPARATOR + dropped.reason();
      case ProviderEvent.Opened opened ->
          String.valueOf(opened.machine()) + SEPARATOR + of(opened.visit());
      case ProviderEvent.Clicked clicked ->
          clicked.url() + SEPARATOR + clicked.link() + SEPARATOR + of(clicked.visit());
      case ProviderEvent.GroupUnsubscribed group -> group.group().toString();
      case ProviderEvent.GroupResubscribed group -> group.group().toString();
      case ProviderEvent.AccountStatusChanged account -> account.change();
      case ProviderEvent.Processed _,
          ProviderEvent.SpamReported _,
          ProviderEvent.Unsubscribed _,
          ProviderEvent.Unrecognized _ ->
          "";
    };
  }

  private static String refusal(BounceClass bounceClass, String smtpStatus, String reason) {
    return bounceClass.name() + SEPARATOR + smtpStatus + SEPARATOR + reason;
  }

  private static String of(ProviderEvent.Visit visit) {
    return visit.ip() + SEPARATOR + visit.userAgent();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
