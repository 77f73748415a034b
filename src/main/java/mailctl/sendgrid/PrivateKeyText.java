package mailctl.sendgrid;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Private keys as tools write them.
final class PrivateKeyText {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN (EC )?PRIVATE KEY-----(.*?)-----END", Pattern.DOTALL);

  /// Version 0, and an EC key on P-256: what PKCS 8 puts before the EC form.
  private static final byte[] P256 =
      HexFormat.of().parseHex("020100301306072a8648ce3d020106082a8648ce3d030107");

  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;

  private PrivateKeyText() {}

  static PrivateKey parse(String text) {
    Matcher pem = PEM.matcher(text);
    boolean armoured = pem.find();
    byte[] der = Base64.getDecoder().decode((armoured ? pem.group(2) : text).replaceAll("\\s", ""));
    try {
      boolean ecForm = armoured && pem.group(1) != null;
      PrivateKey key =
          KeyFactory.getInstance("EC")
              .generatePrivate(new PKCS8EncodedKeySpec(ecForm ? pkcs8(der) : der));
      if (key instanceof ECPrivateKey ec && ec.getParams().getOrder().bitLength() == 256) {
        return key;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not a private EC key", e);
    }
    throw new IllegalArgumentException("not a private key on P-256");
  }

  private static byte[] pkcs8(byte[] ecForm) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    content.writeBytes(P256);
    write(content, OCTETS, ecForm);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    write(all, SEQUENCE, content.toByteArray());
    return all.toByteArray();
  }

  private static void write(ByteArrayOutputStream out, int tag, byte[] value) {
    out.write(tag);
    if (value.length > 127) {
      // Such keys stay below 256 bytes.
      out.write(0x81);
    }
    out.write(value.length);
    out.writeBytes(value);
  }
}
