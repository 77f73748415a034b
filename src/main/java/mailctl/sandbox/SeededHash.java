package mailctl.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// Where all that looks random comes from: the seed and what it is about. So the outcome does not
/// depend on which of two concurrent requests came first.
record SeededHash(long seed) {
  private byte[] digest(String... parts) {
    MessageDigest sha256 = sha256();
    sha256.update(ByteBuffer.allocate(Long.BYTES).putLong(seed).array());
    for (String part : parts) {
      sha256.update(part.getBytes(UTF_8));
      sha256.update((byte) 0);
    }
    return sha256.digest();
  }

  /// 0 to 99.
  int percentile(String... parts) {
    return (int) Long.remainderUnsigned(number(parts), 100);
  }

  /// Whether it happens to what the parts name, at a rate of 0 to 1.
  boolean happens(double rate, String... parts) {
    return fraction(number(parts)) < rate;
  }

  /// 0 to just under 1.
  static double fraction(long number) {
    return (number >>> 11) * 0x1.0p-53;
  }

  long number(String... parts) {
    return ByteBuffer.wrap(digest(parts)).getLong();
  }

  /// 22 characters that are safe in a URL, like SendGrid's message ids.
  String id(String... parts) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest(parts), 16));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
