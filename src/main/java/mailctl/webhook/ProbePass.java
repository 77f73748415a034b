package mailctl.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What tells a probe of ours from a stranger's post: the public key that the probe is signed with,
/// under a seal that only this installation can make. It opens nothing but the echo.
public final class ProbePass {
  public static final String HEADER = "X-Mailctl-Probe";

  // Keeps these apart from whatever else the secret signs.
  private static final byte[] PURPOSE = "mailctl probe 1:".getBytes(US_ASCII);

  private final SecretKeySpec secret;

  public ProbePass(byte[] secret) {
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
  }

  /// The header's value.
  public String make(String publicKey) {
    return publicKey + "." + seal(publicKey);
  }

  /// The public key, unless somebody else made this.
  Optional<String> open(String header) {
    int dot = header.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String publicKey = header.substring(0, dot);
    byte[] shown = header.substring(dot + 1).getBytes(US_ASCII);
    return MessageDigest.isEqual(shown, seal(publicKey).getBytes(US_ASCII))
        ? Optional.of(publicKey)
        : Optional.empty();
  }

  private String seal(String publicKey) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      mac.update(PURPOSE);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(publicKey.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
    }
  }
}
