package mailctl.sendgrid;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/// Text that others wrote, made fit to be read and stored.
final class Utf8 {
  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  /// The same bytes, each that is no UTF-8 replaced by `?`: positions stay what they were.
  static byte[] repaired(byte[] bytes) {
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(8_192);
    byte[] repaired = bytes;
    while (true) {
      CoderResult result = decoder.decode(in, out, true);
      out.clear();
      if (result.isUnderflow()) {
        return repaired;
      }
      if (result.isError()) {
        if (repaired == bytes) {
          repaired = bytes.clone();
        }
        for (int i = 0; i < result.length(); i++) {
          repaired[in.position() + i] = '?';
        }
        in.position(in.position() + result.length());
        decoder.reset();
      }
    }
  }

  /// `text` without what PostgreSQL cannot hold: NUL and halves of surrogate pairs.
  static String storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return replaceUnstorable(text);
      }
    }
    return text;
  }

  private static String replaceUnstorable(String text) {
    StringBuilder clean = new StringBuilder(text.length());
    text.codePoints()
        .map(
            point ->
                point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)
                    ? REPLACEMENT
                    : point)
        .forEach(clean::appendCodePoint);
    return clean.toString();
  }
}
