package mailctl.http;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeoutException;

/// Reads a body into one array, within its room: with a declared length without any copy, without
/// one growing by halves that are counted before they are made.
final class BodyReader {
  /// What became of it.
  sealed interface Body {
    record Whole(byte[] bytes) implements Body {}

    record TooLarge() implements Body {}

    record NoRoom() implements Body {}

    record TooSlow() implements Body {}

    record CutOff() implements Body {}
  }

  private static final int FIRST = 16 * 1024;

  private final int maxBody;
  private final Duration limit;

  /// `limit` is how long a whole body may take.
  BodyReader(int maxBody, Duration limit) {
    this.maxBody = maxBody;
    this.limit = requireNonNull(limit, "limit is null");
  }

  /// What has to be reserved before reading.
  long first(long declared) {
    return declared < 0 ? Math.min(FIRST, maxBody) : declared;
  }

  /// `declared` is the length, or negative when it is not known; `room` holds `first` of it.
  Body read(InputStream in, long declared, InFlight.Room room) {
    long deadline = System.nanoTime() + limit.toNanos();
    try {
      return declared < 0
          ? readGrowing(in, deadline, room)
          : readExactly(in, (int) declared, deadline);
    } catch (IOException e) {
      return isTimeout(e) ? new Body.TooSlow() : new Body.CutOff();
    }
  }

  private static Body readExactly(InputStream in, int length, long deadline) throws IOException {
    byte[] bytes = new byte[length];
    int filled = 0;
    while (filled < length) {
      int more = in.read(bytes, filled, length - filled);
      if (more < 0) {
        return new Body.CutOff();
      }
      filled += more;
      if (System.nanoTime() - deadline > 0) {
        return new Body.TooSlow();
      }
    }
    return new Body.Whole(bytes);
  }

  private Body readGrowing(InputStream in, long deadline, InFlight.Room room) throws IOException {
    byte[] bytes = new byte[(int) first(-1)];
    int filled = 0;
    while (true) {
      if (filled == bytes.length) {
        if (filled == maxBody) {
          return in.read() < 0 ? new Body.Whole(bytes) : new Body.TooLarge();
        }
        int larger = (int) Math.min(2L * bytes.length, maxBody);
        // For a moment there are both.
        if (!room.grow(larger)) {
          return new Body.NoRoom();
        }
        int smaller = bytes.length;
        bytes = Arrays.copyOf(bytes, larger);
        room.shrink(smaller);
      }
      int more = in.read(bytes, filled, bytes.length - filled);
      if (more < 0) {
        return trimmed(bytes, filled, room);
      }
      filled += more;
      if (System.nanoTime() - deadline > 0) {
        return new Body.TooSlow();
      }
    }
  }

  private static Body trimmed(byte[] bytes, int length, InFlight.Room room) {
    if (length == bytes.length) {
      return new Body.Whole(bytes);
    }
    if (!room.grow(length)) {
      return new Body.NoRoom();
    }
    byte[] exact = Arrays.copyOf(bytes, length);
    room.shrink(bytes.length);
    return new Body.Whole(exact);
  }

  private static boolean isTimeout(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof TimeoutException) {
        return true;
      }
    }
    return false;
  }
}
