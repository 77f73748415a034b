package mailctl.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import mailctl.support.WebhookSigner;
import org.junit.jupiter.api.Test;

/// The JDK's check is the reference for ours.
final class EcdsaAgreementTest {
  private static final BigInteger N =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
  private static final String TIME = "1772359200";

  private final WebhookSigner signer = WebhookSigner.create();
  private final VerificationKey key = VerificationKey.parse(signer.publicKey());
  private final FastEcdsa ours = new FastEcdsa(key);
  private final Random random = new Random(42);

  @Test
  void both_take_what_was_signed_and_its_twin_with_the_high_s() throws Exception {
    for (int i = 0; i < 100; i++) {
      byte[] body = body();
      byte[] der = Base64.getDecoder().decode(signer.sign(body, TIME));
      EcdsaSignature signature = EcdsaSignature.parse(der).orElseThrow();

      assertThat(agreed(body, der)).isTrue();
      assertThat(agreed(body, der(signature.r(), N.subtract(signature.s())))).isTrue();
    }
  }

  @Test
  void both_refuse_other_bodies_and_other_keys() throws Exception {
    for (int i = 0; i < 100; i++) {
      byte[] body = body();
      byte[] der = Base64.getDecoder().decode(signer.sign(body, TIME));
      byte[] other = body.clone();
      other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));

      assertThat(agreed(other, der)).isFalse();
      assertThat(agreed(body, Base64.getDecoder().decode(WebhookSigner.create().sign(body, TIME))))
          .isFalse();
    }
  }

  @Test
  void both_refuse_numbers_out_of_range() throws Exception {
    byte[] body = body();
    EcdsaSignature good =
        EcdsaSignature.parse(Base64.getDecoder().decode(signer.sign(body, TIME))).orElseThrow();
    List<BigInteger> bad =
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            N.subtract(BigInteger.ONE),
            N,
            N.add(BigInteger.ONE),
            BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE));
    for (BigInteger each : bad) {
      assertThat(agreed(body, der(each, good.s()))).as("r %s", each).isFalse();
      assertThat(agreed(body, der(good.r(), each))).as("s %s", each).isFalse();
      assertThat(agreed(body, der(each, each))).as("both %s", each).isFalse();
    }
    assertThat(agreed(body, der(good.r().add(N), good.s()))).isFalse();
    assertThat(agreed(body, der(good.r(), good.s().add(N)))).isFalse();
  }

  /// Whatever is done to the bytes: what we take, the JDK takes. The other way round there is one
  /// difference: the JDK reads a negative number as a positive one.
  @Test
  void nothing_malformed_passes_here_that_the_jdk_refuses() throws Exception {
    byte[] body = {1, 2, 3};
    byte[] signed = {};
    int taken = 0;
    for (int i = 0; i < 5_000; i++) {
      if (i % 50 == 0) {
        signed = Base64.getDecoder().decode(signer.sign(body, TIME));
      }
      byte[] der = mangled(signed.clone());
      boolean mine = ours(body, der);
      if (mine || i % 20 == 0) {
        boolean jdk = jdk(body, der);
        assertThat(mine && !jdk).as(Arrays.toString(der)).isFalse();
        assertThat(jdk && !mine && !hasNegative(der)).as(Arrays.toString(der)).isFalse();
      }
      taken += mine ? 1 : 0;
    }
    // Some changes leave a signature as it was; most must not.
    assertThat(taken).isLessThan(500);
  }

  private byte[] mangled(byte[] der) {
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(der, random.nextInt(der.length));
      case 1 -> Arrays.copyOf(der, der.length + 1 + random.nextInt(3));
      case 2 -> {
        der[random.nextInt(der.length)] = (byte) random.nextInt();
        yield der;
      }
      case 3 -> {
        der[random.nextInt(8)] ^= (byte) (1 << random.nextInt(8));
        yield der;
      }
      case 4 -> withLongLength(der);
      default -> withoutSign(der);
    };
  }

  /// The same sequence with its length in two bytes, as BER allows.
  private static byte[] withLongLength(byte[] der) {
    byte[] ber = new byte[der.length + 1];
    ber[0] = der[0];
    ber[1] = (byte) 0x81;
    System.arraycopy(der, 1, ber, 2, der.length - 1);
    return ber;
  }

  /// Takes r's leading zero away, so that it looks negative; where there is none, adds one.
  private static byte[] withoutSign(byte[] der) {
    List<Byte> bytes = new ArrayList<>();
    for (byte each : der) {
      bytes.add(each);
    }
    int more = der[4] == 0 ? -1 : 1;
    if (more < 0) {
      bytes.remove(4);
    } else {
      bytes.add(4, (byte) 0);
    }
    bytes.set(1, (byte) (der[1] + more));
    bytes.set(3, (byte) (der[3] + more));
    byte[] changed = new byte[bytes.size()];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = bytes.get(i);
    }
    return changed;
  }

  private static boolean hasNegative(byte[] der) {
    return der[4] < 0 || der[6 + der[3]] < 0;
  }

  private boolean agreed(byte[] body, byte[] der) throws Exception {
    boolean mine = ours(body, der);
    assertThat(mine).as(Arrays.toString(der)).isEqualTo(jdk(body, der));
    return mine;
  }

  private boolean ours(byte[] body, byte[] der) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update(TIME.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    byte[] hash = digest.digest(body);
    return EcdsaSignature.parse(der).map(each -> ours.verifies(hash, each)).orElse(false);
  }

  private boolean jdk(byte[] body, byte[] der) throws GeneralSecurityException {
    Signature reference = Signature.getInstance("SHA256withECDSA");
    reference.initVerify(key.key());
    reference.update(TIME.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    reference.update(body);
    try {
      return reference.verify(der);
    } catch (SignatureException e) {
      return false;
    }
  }

  private byte[] body() {
    byte[] body = new byte[1 + random.nextInt(500)];
    random.nextBytes(body);
    return body;
  }

  private static byte[] der(BigInteger r, BigInteger s) {
    byte[] first = r.toByteArray();
    byte[] second = s.toByteArray();
    byte[] der = new byte[6 + first.length + second.length];
    der[0] = 0x30;
    der[1] = (byte) (der.length - 2);
    der[2] = 2;
    der[3] = (byte) first.length;
    System.arraycopy(first, 0, der, 4, first.length);
    der[4 + first.length] = 2;
    der[5 + first.length] = (byte) second.length;
    System.arraycopy(second, 0, der, 6 + first.length, second.length);
    return der;
  }
}
