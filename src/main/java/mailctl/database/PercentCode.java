package mailctl.database;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Decodes `%40` and the like. A plus sign stays one, unlike in web forms.
final class PercentCode {
  private PercentCode() {}

  static String decode(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); ) {
      if (text.charAt(i) == '%') {
        bytes.write(twoDigits(text, i));
        i += 3;
      } else {
        int codePoint = text.codePointAt(i);
        bytes.writeBytes(Character.toString(codePoint).getBytes(StandardCharsets.UTF_8));
        i += Character.charCount(codePoint);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static int twoDigits(String text, int percent) {
    int high = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 1), 16) : -1;
    int low = percent + 2 < text.length() ? Character.digit(text.charAt(percent + 2), 16) : -1;
    if (high < 0 || low < 0) {
      throw PostgresUrl.nonsense(
          "a percent sign without two hexadecimal digits; write %25 for the sign itself");
    }
    return high * 16 + low;
  }
}
