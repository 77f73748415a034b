package mailctl.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;

/// Checks that a post was signed with one of our keys, and lately. The signed bytes are the
/// timestamp's text followed by the body, exactly as they came. Safe for use by many threads.
public final class SignatureVerifier {
  /// What the check found.
  public enum Verdict {
    VALID("valid"),
    MISSING("the post is not signed"),
    BAD_TIMESTAMP("the timestamp is not a number of seconds"),
    TOO_OLD("the signature is too old"),
    FROM_THE_FUTURE("the signature is from the future"),
    WRONG("the signature is of no configured key");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  private final List<? extends PublicKey> keys;
  private final Duration maxAge;
  private final Duration maxAhead;
  private final InstantSource clock;

  /// `keys` are base64 DER or PEM; several, as SendGrid gives no overlap when it makes a new one.
  ///
  /// @throws mailctl.database.Refusal when one of them is no public key on P-256
  public SignatureVerifier(
      List<String> keys, Duration maxAge, Duration maxAhead, InstantSource clock) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a verifier needs a key");
    }
    this.keys = keys.stream().map(PublicKeys::parse).toList();
    this.maxAge = requireNonNull(maxAge, "maxAge is null");
    this.maxAhead = requireNonNull(maxAhead, "maxAhead is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// `timestamp` and `signature` as in the headers, empty when absent. Never throws for what they
  /// hold.
  public Verdict verify(byte[] body, String timestamp, String signature) {
    if (timestamp.isEmpty() || signature.isEmpty()) {
      return Verdict.MISSING;
    }
    if (!timestamp.matches("[0-9]{1,11}")) {
      return Verdict.BAD_TIMESTAMP;
    }
    // What is out of its time costs no cryptography.
    Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
    Instant now = clock.instant();
    if (signedAt.isBefore(now.minus(maxAge))) {
      return Verdict.TOO_OLD;
    }
    if (signedAt.isAfter(now.plus(maxAhead))) {
      return Verdict.FROM_THE_FUTURE;
    }
    return isSigned(body, timestamp, signature) ? Verdict.VALID : Verdict.WRONG;
  }

  private boolean isSigned(byte[] body, String timestamp, String signature) {
    byte[] der;
    try {
      der = Base64.getDecoder().decode(signature);
    } catch (IllegalArgumentException e) {
      return false;
    }
    for (PublicKey key : keys) {
      if (isSigned(body, timestamp, der, key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSigned(byte[] body, String timestamp, byte[] der, PublicKey key) {
    try {
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(key);
      verifier.update(timestamp.getBytes(US_ASCII));
      verifier.update(body);
      return verifier.verify(der);
    } catch (SignatureException e) {
      // The JDK's way to say that this is not the encoding of a signature.
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK cannot verify ECDSA signatures", e);
    }
  }
}
