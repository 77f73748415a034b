package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import mailctl.database.Refusal;

/// A public key on P-256, as SendGrid shows it (base64 of DER) or as people keep it (PEM).
public final class VerificationKey {
  private static final String HINT =
      "copy the verification key from SendGrid: Settings, Mail Settings, Event Webhook";

  private final ECPublicKey key;

  private VerificationKey(ECPublicKey key) {
    this.key = requireNonNull(key, "key is null");
  }

  /// @throws Refusal when it is not a public key on P-256
  public static VerificationKey parse(String text) {
    String base64 = text.replaceAll("-----(BEGIN|END) PUBLIC KEY-----", "").replaceAll("\\s", "");
    try {
      byte[] der = Base64.getDecoder().decode(base64);
      ECPublicKey key =
          (ECPublicKey) KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
      if (!isP256(key.getParams()) || !isOnCurve(key)) {
        throw refusal("is not on the curve P-256");
      }
      return new VerificationKey(key);
    } catch (IllegalArgumentException e) {
      throw refusal("is not base64");
    } catch (GeneralSecurityException e) {
      throw refusal("is not an elliptic-curve public key");
    }
  }

  ECPublicKey key() {
    return key;
  }

  private static Refusal refusal(String what) {
    return new Refusal(Refusal.Kind.CONFIG, "a key in webhook.keys " + what, HINT);
  }

  private static boolean isP256(ECParameterSpec params) throws GeneralSecurityException {
    AlgorithmParameters named = AlgorithmParameters.getInstance("EC");
    named.init(new ECGenParameterSpec("secp256r1"));
    ECParameterSpec p256 = named.getParameterSpec(ECParameterSpec.class);
    return params.getCurve().equals(p256.getCurve())
        && params.getGenerator().equals(p256.getGenerator())
        && params.getOrder().equals(p256.getOrder())
        && params.getCofactor() == p256.getCofactor();
  }

  private static boolean isOnCurve(ECPublicKey key) {
    EllipticCurve curve = key.getParams().getCurve();
    ECPoint point = key.getW();
    if (point.equals(ECPoint.POINT_INFINITY)) {
      return false;
    }
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    BigInteger right = x.modPow(BigInteger.valueOf(3), p).add(curve.getA().multiply(x));
    return y.multiply(y).mod(p).equals(right.add(curve.getB()).mod(p));
  }
}
