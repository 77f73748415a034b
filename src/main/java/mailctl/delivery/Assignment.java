package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import mailctl.audience.RegistrationId;
import mailctl.campaign.Experiment;

/// Who gets which version of an email: by a keyed hash, so that nobody who signs up can choose, and
/// so that it comes out the same whenever it is asked. SQL says the same, in functions that begin
/// with `variant_`.
final class Assignment {
  private static final int BITS = 48;

  private final byte[] key;
  private final BigDecimal share;
  private final List<String> lots;

  /// @param key of the email
  Assignment(byte[] key, Experiment experiment) {
    this.key = requireNonNull(key, "key is null").clone();
    this.share = experiment.terms().share();
    this.lots = experiment.lots();
  }

  byte[] key() {
    return key.clone();
  }

  BigDecimal share() {
    return share;
  }

  List<String> lots() {
    return lots;
  }

  /// What those get who are not in time for the test.
  String control() {
    return lots.getFirst();
  }

  boolean goesFirst(RegistrationId registration) {
    long below =
        share
            .multiply(BigDecimal.valueOf(1L << BITS))
            .divideToIntegralValue(BigDecimal.valueOf(100))
            .longValueExact();
    return number(hash(registration), 0) < below;
  }

  String drawn(RegistrationId registration) {
    long number = number(hash(registration), BITS / 8);
    return lots.get((int) ((number * lots.size()) >> BITS));
  }

  private static long number(byte[] hash, int from) {
    return ByteBuffer.wrap(hash).getLong(from) >>> (Long.SIZE - BITS);
  }

  private byte[] hash(RegistrationId registration) {
    byte[] inner = sha256(ByteBuffer.allocate(8).putLong(registration.value()).array());
    return sha256(inner);
  }

  private byte[] sha256(byte[] text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(key);
      return digest.digest(text);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
