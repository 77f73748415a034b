package mailctl.sendgrid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/// Signs webhook posts as SendGrid does: ECDSA on P-256 with SHA-256 over the timestamp's text
/// followed by the body's bytes. For the sandbox and for simulated posts. Safe for many threads.
public final class SendGridSigner {
  public static final String SIGNATURE_HEADER = "X-Twilio-Email-Event-Webhook-Signature";
  public static final String TIMESTAMP_HEADER = "X-Twilio-Email-Event-Webhook-Timestamp";

  private final PrivateKey privateKey;
  private final Optional<PublicKey> publicKey;

  private SendGridSigner(PrivateKey privateKey, Optional<PublicKey> publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  /// Makes a new pair of keys.
  public static SendGridSigner generate() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      return new SendGridSigner(pair.getPrivate(), Optional.of(pair.getPublic()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has P-256", e);
    }
  }

  /// The pair that `privateKey()` and `publicKey()` gave earlier.
  ///
  /// @throws IllegalArgumentException when they are not such keys
  public static SendGridSigner of(String privateKey, String publicKey) {
    try {
      KeyFactory keys = KeyFactory.getInstance("EC");
      Base64.Decoder base64 = Base64.getDecoder();
      return new SendGridSigner(
          keys.generatePrivate(new PKCS8EncodedKeySpec(base64.decode(privateKey))),
          Optional.of(keys.generatePublic(new X509EncodedKeySpec(base64.decode(publicKey)))));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a pair of EC keys", e);
    }
  }

  /// A private key alone, which signs: PEM or bare base64, in PKCS 8 or in OpenSSL's EC form.
  ///
  /// @throws IllegalArgumentException when it is no such key on P-256
  public static SendGridSigner of(String privateKey) {
    return new SendGridSigner(PrivateKeyText.parse(privateKey), Optional.empty());
  }

  /// As SendGrid shows it: base64 of the X.509 form.
  ///
  /// @throws IllegalStateException when the private key alone was given
  public String publicKey() {
    PublicKey known =
        publicKey.orElseThrow(() -> new IllegalStateException("only the private key is known"));
    return Base64.getEncoder().encodeToString(known.getEncoded());
  }

  /// Base64 of the PKCS 8 form. A secret.
  public String privateKey() {
    return Base64.getEncoder().encodeToString(privateKey.getEncoded());
  }

  /// The value of the signature header; `timestamp` goes into the other header as it is.
  public String sign(String timestamp, byte[] body) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(privateKey);
      signature.update(timestamp.getBytes(UTF_8));
      signature.update(body);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a P-256 key signs", e);
    }
  }
}
