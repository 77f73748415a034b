package mailctl.app;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads public keys for the webhook's signature: base64 as SendGrid shows it, PEM, or several of
/// either, apart by blanks, lines or commas. The value is the base64 of each.
final class PublicKeys {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([^-]*)-----END PUBLIC KEY-----");

  private PublicKeys() {}

  static Kind<List<String>> kind() {
    return Kind.of(PublicKeys::parse);
  }

  private static List<String> parse(String text) {
    String plain =
        PEM.matcher(text).replaceAll(match -> " " + match.group(1).replaceAll("\\s+", "") + " ");
    return Stream.of(plain.split("[\\s,]+"))
        .filter(key -> !key.isEmpty())
        .map(PublicKeys::checked)
        .toList();
  }

  private static String checked(String key) {
    try {
      byte[] der = Base64.getDecoder().decode(key);
      KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("is not a public key as SendGrid shows it", e);
    }
  }
}
