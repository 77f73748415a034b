package mailctl.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// Cuts a stream of JSON texts into its arrays and objects, byte for byte, without reading them as
/// JSON: only brackets and strings matter. White space, commas and a byte order mark between the
/// pieces are skipped; the line end after an array belongs to it, as it does in SendGrid's posts.
final class JsonPieces {
  /// An array with so many elements, or an object, which is one.
  record Piece(byte[] bytes, boolean array, int elements) {}

  /// Not even the outline of JSON; the message says where.
  static final class BadPieceException extends IOException {
    private static final long serialVersionUID = 1;

    BadPieceException(String message) {
      super(message);
    }
  }

  private static final int MOST = 32 * 1024 * 1024;

  private final InputStream in;
  private final boolean intoElements;
  private long position;
  private int ahead = -2;
  private boolean inArray;

  /// `intoElements`: arrays are opened, and their elements are the pieces.
  JsonPieces(InputStream in, boolean intoElements) {
    this.in = in;
    this.intoElements = intoElements;
  }

  Optional<Piece> next() throws IOException {
    while (true) {
      int c = read();
      switch (c) {
        case -1 -> {
          if (inArray) {
            throw new BadPieceException("it ends within an array");
          }
          return Optional.empty();
        }
        case ' ', '\t', '\r', '\n', ',', 0xEF, 0xBB, 0xBF -> {}
        case ']' -> {
          if (!inArray) {
            throw unexpected(c);
          }
          inArray = false;
        }
        case '[' -> {
          if (!intoElements) {
            return Optional.of(piece(c));
          }
          if (inArray) {
            throw unexpected(c);
          }
          inArray = true;
        }
        case '{' -> {
          return Optional.of(piece(c));
        }
        default -> throw unexpected(c);
      }
    }
  }

  private Piece piece(int first) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    bytes.write(first);
    int depth = 1;
    int elements = 0;
    boolean empty = true;
    boolean inString = false;
    while (depth > 0) {
      int c = read();
      if (c < 0) {
        throw new BadPieceException("it ends within " + (first == '[' ? "an array" : "an object"));
      }
      if (bytes.size() >= MOST) {
        throw new BadPieceException("an array is longer than 32 MB: give --post-size");
      }
      bytes.write(c);
      if (inString) {
        if (c == '\\') {
          bytes.write(Math.max(0, read()));
        } else if (c == '"') {
          inString = false;
        }
        continue;
      }
      switch (c) {
        case '"' -> inString = true;
        case '[', '{' -> depth++;
        case ']', '}' -> depth--;
        case ',' -> elements += depth == 1 ? 1 : 0;
        default -> {}
      }
      empty &= c <= ' ' || depth == 0;
    }
    if (first == '{') {
      return new Piece(bytes.toByteArray(), false, 1);
    }
    takeLineEnd(bytes);
    return new Piece(bytes.toByteArray(), true, empty ? 0 : elements + 1);
  }

  private void takeLineEnd(ByteArrayOutputStream bytes) throws IOException {
    int c = read();
    if (c == '\r') {
      bytes.write(c);
      c = read();
    }
    if (c == '\n') {
      bytes.write(c);
    } else {
      ahead = c;
      position--;
    }
  }

  private int read() throws IOException {
    position++;
    if (ahead != -2) {
      int c = ahead;
      ahead = -2;
      return c;
    }
    return in.read();
  }

  private BadPieceException unexpected(int c) {
    return new BadPieceException(
        "byte %,d is '%s', where an array or an object begins"
            .formatted(position, c >= ' ' && c < 127 ? (char) c : "\\x%02x".formatted(c)));
  }
}
