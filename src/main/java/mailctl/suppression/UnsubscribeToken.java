package mailctl.suppression;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The token in an unsubscribe link: names a delivery, carries no address, cannot be made by
/// anybody else, and stays valid as long as the installation's secret does.
public final class UnsubscribeToken {
  // Keeps these apart from whatever else the secret may sign one day.
  private static final byte[] PURPOSE = "mailctl unsubscribe 1:".getBytes(US_ASCII);
  // Half of HMAC-SHA256, as RFC 2104 allows; links stay short.
  private static final int MAC_BYTES = 16;
  private static final int TOKEN_BYTES = Long.BYTES + MAC_BYTES;
  private static final int TOKEN_CHARS = TOKEN_BYTES * 4 / 3;

  // Keyed and begun, to be cloned: to look the algorithm up for each token costs more than the
  // token.
  private final Mac begun;

  public UnsubscribeToken(byte[] secret) {
    try {
      begun = Mac.getInstance("HmacSHA256");
      begun.init(new SecretKeySpec(secret, "HmacSHA256"));
      begun.update(PURPOSE);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
    }
  }

  public String make(long deliveryId) {
    byte[] token =
        ByteBuffer.allocate(TOKEN_BYTES).putLong(deliveryId).put(mac(deliveryId)).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /// The delivery's id, or nothing when we did not make this token.
  public OptionalLong verify(String token) {
    if (token.length() != TOKEN_CHARS) {
      return OptionalLong.empty();
    }
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
    if (bytes.length != TOKEN_BYTES) {
      return OptionalLong.empty();
    }
    long deliveryId = ByteBuffer.wrap(bytes).getLong();
    byte[] mac = Arrays.copyOfRange(bytes, Long.BYTES, TOKEN_BYTES);
    return MessageDigest.isEqual(mac, mac(deliveryId))
        ? OptionalLong.of(deliveryId)
        : OptionalLong.empty();
  }

  private byte[] mac(long deliveryId) {
    try {
      Mac mac = (Mac) begun.clone();
      return Arrays.copyOf(
          mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(deliveryId).array()), MAC_BYTES);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the HMAC-SHA256 of this JDK cannot be cloned", e);
    }
  }
}
