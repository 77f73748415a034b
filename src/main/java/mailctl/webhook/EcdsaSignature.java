package mailctl.webhook;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/// The two numbers of a signature on P-256.
record EcdsaSignature(BigInteger r, BigInteger s) {
  /// Two integers of at most 33 bytes each, so that no length needs a second byte.
  private static final int LONGEST = 72;

  private static final int SEQUENCE = 0x30;
  private static final int INTEGER = 0x02;

  /// Strict DER, and empty for anything else: one encoding for one signature.
  static Optional<EcdsaSignature> parse(byte[] der) {
    if (der.length < 8 || der.length > LONGEST || der[0] != SEQUENCE || der[1] != der.length - 2) {
      return Optional.empty();
    }
    Optional<BigInteger> r = integer(der, 2);
    int second = 4 + der[3];
    if (r.isEmpty() || second + 2 > der.length || second + 2 + der[second + 1] != der.length) {
      return Optional.empty();
    }
    return integer(der, second).map(s -> new EcdsaSignature(r.get(), s));
  }

  /// A positive integer in as few bytes as it needs.
  private static Optional<BigInteger> integer(byte[] der, int at) {
    int length = der[at + 1];
    int from = at + 2;
    if (der[at] != INTEGER || length < 1 || from + length > der.length || der[from] < 0) {
      return Optional.empty();
    }
    if (length > 1 && der[from] == 0 && der[from + 1] >= 0) {
      return Optional.empty();
    }
    BigInteger value = new BigInteger(Arrays.copyOfRange(der, from, from + length));
    return value.signum() > 0 ? Optional.of(value) : Optional.empty();
  }
}
