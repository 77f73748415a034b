package mailctl.support;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;

/// Signs posts as SendGrid does, with a key pair of its own.
public final class WebhookSigner {
  private final KeyPair keys;

  private WebhookSigner(KeyPair keys) {
    this.keys = keys;
  }

  public static WebhookSigner create() {
    return onCurve("secp256r1");
  }

  public static WebhookSigner onCurve(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return new WebhookSigner(generator.generateKeyPair());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The verification key as SendGrid shows it.
  public String publicKey() {
    return Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
  }

  public static String timestamp(Instant signedAt) {
    return Long.toString(signedAt.getEpochSecond());
  }

  public String sign(byte[] body, Instant signedAt) {
    return sign(body, timestamp(signedAt));
  }

  public String sign(byte[] body, String timestamp) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(timestamp.getBytes(US_ASCII));
      signature.update(body);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
