package mailctl.bench;

import java.util.ArrayDeque;
import java.util.Deque;

/// What a bench started and must end: closed once, the last first, at the end or when the process
/// is told to stop in the middle.
public final class House implements AutoCloseable {
  private final Deque<AutoCloseable> rooms = new ArrayDeque<>();
  private boolean closed;

  /// Returns what it was given.
  public synchronized <T extends AutoCloseable> T add(T room) {
    if (closed) {
      end(room);
      throw new IllegalStateException("the bench is being stopped");
    }
    rooms.push(room);
    return room;
  }

  /// Closes that one now.
  public synchronized void end(AutoCloseable room) {
    rooms.remove(room);
    try {
      room.close();
    } catch (Exception e) {
      System.err.println("not cleaned up: " + e);
    }
  }

  /// Whether it was closed while the bench still ran: then what goes wrong is no news.
  public synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!rooms.isEmpty()) {
      end(rooms.peek());
    }
  }
}
