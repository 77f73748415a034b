package mailctl.sandbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The posts of a recording, sent as they are: each array is a post, and objects, one per line or
/// however they stand, are gathered into posts. With a post size arrays are gathered anew, too.
public final class RecordedPosts implements Iterator<OutgoingPost> {
  private static final int USUAL_SIZE = 100;
  private static final byte[] BETWEEN = {',', '\r', '\n'};

  private final JsonPieces pieces;
  private final int postSize;
  private JsonPieces.@Nullable Piece ahead;
  private boolean started;

  public RecordedPosts(InputStream in, OptionalInt postSize) {
    this.pieces = new JsonPieces(new BufferedInputStream(in, 1 << 16), postSize.isPresent());
    this.postSize = postSize.orElse(USUAL_SIZE);
  }

  /// @throws UncheckedIOException when the rest cannot be read or is not even the outline of JSON
  @Override
  public boolean hasNext() {
    if (!started) {
      started = true;
      advance();
    }
    return ahead != null;
  }

  @Override
  public OutgoingPost next() {
    if (!hasNext() || ahead == null) {
      throw new NoSuchElementException();
    }
    JsonPieces.Piece first = ahead;
    advance();
    if (first.array()) {
      return new OutgoingPost(first.bytes(), first.elements());
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream(first.bytes().length * 2);
    body.write('[');
    body.writeBytes(first.bytes());
    int events = 1;
    while (ahead != null && !ahead.array() && events < postSize) {
      body.writeBytes(BETWEEN);
      body.writeBytes(ahead.bytes());
      events++;
      advance();
    }
    body.write(']');
    body.write('\r');
    body.write('\n');
    return new OutgoingPost(body.toByteArray(), events);
  }

  private void advance() {
    try {
      Optional<JsonPieces.Piece> next = pieces.next();
      ahead = next.orElse(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
