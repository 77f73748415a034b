package mailctl.app;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mailctl.database.Refusal;
import mailctl.webhook.VerificationKey;

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
      VerificationKey.parse(key);
      return key;
    } catch (Refusal e) {
      throw new IllegalArgumentException(
          "is not a public key as SendGrid shows it: " + e.getMessage(), e);
    }
  }
}
