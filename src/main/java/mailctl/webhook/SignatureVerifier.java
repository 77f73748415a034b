package mailctl.webhook;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

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
    WRONG("the signature is of no configured key"),
    /// What `TokenVerifier` found.
    NO_TOKEN("the post has no bearer token"),
    WRONG_TOKEN("the token is not one of the issuer's for us, or not valid now");

    private final String words;

    Verdict(String words) {
      this.words = words;
    }

    /// Whether it is the token that is missing or wrong.
    public boolean ofToken() {
      return this == NO_TOKEN || this == WRONG_TOKEN;
    }

    public String words() {
      return words;
    }
  }

  private final List<FastEcdsa> keys;
  private final Duration maxAge;
  private final Duration maxAhead;
  private final InstantSource clock;

  /// Of several keys only one is in use, but for the hours of a change: it is tried first.
  private volatile int lastMatch;

  /// `keys` are base64 DER or PEM; several, as SendGrid gives no overlap when it makes a new one.
  ///
  /// @throws mailctl.database.Refusal when one of them is no public key on P-256
  public SignatureVerifier(
      List<String> keys, Duration maxAge, Duration maxAhead, InstantSource clock) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a verifier needs a key");
    }
    this.keys = keys.stream().map(VerificationKey::parse).map(FastEcdsa::new).toList();
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
    if (!isSeconds(timestamp)) {
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
    Optional<EcdsaSignature> parsed = decode(signature).flatMap(EcdsaSignature::parse);
    if (parsed.isEmpty()) {
      return false;
    }
    byte[] digest = digest(timestamp, body);
    int first = lastMatch;
    for (int i = 0; i < keys.size(); i++) {
      int each = (first + i) % keys.size();
      if (keys.get(each).verifies(digest, parsed.get())) {
        lastMatch = each;
        return true;
      }
    }
    return false;
  }

  private static Optional<byte[]> decode(String base64) {
    try {
      return Optional.of(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static byte[] digest(String timestamp, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(timestamp.getBytes(US_ASCII));
      return digest.digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static boolean isSeconds(String timestamp) {
    return timestamp.length() <= 11
        && timestamp.chars().allMatch(digit -> digit >= '0' && digit <= '9');
  }
}
