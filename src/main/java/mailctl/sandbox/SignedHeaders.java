package mailctl.sandbox;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import mailctl.sendgrid.SendGridSigner;

/// The headers of a webhook post as SendGrid sends it.
public final class SignedHeaders {
  private static final Map<String, String> UNSIGNED =
      Map.of("Content-Type", "application/json;charset=utf-8", "User-Agent", "SendGrid Event API");

  private SignedHeaders() {}

  /// Signed, unless signing is off.
  static Map<String, String> of(Optional<SendGridSigner> signer, Instant now, byte[] body) {
    return signer.map(each -> of(each, now, body)).orElse(UNSIGNED);
  }

  /// Signed with that time, over exactly these bytes.
  public static Map<String, String> of(SendGridSigner signer, Instant now, byte[] body) {
    String timestamp = Long.toString(now.getEpochSecond());
    return Map.of(
        "Content-Type",
        "application/json;charset=utf-8",
        "User-Agent",
        "SendGrid Event API",
        SendGridSigner.TIMESTAMP_HEADER,
        timestamp,
        SendGridSigner.SIGNATURE_HEADER,
        signer.sign(timestamp, body));
  }
}
