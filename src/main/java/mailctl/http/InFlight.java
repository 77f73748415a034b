package mailctl.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The bodies being received now: bounded in bytes, so that a flood costs 503s and not the heap,
/// and waited for at the end.
final class InFlight {
  private final long maxBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition released = lock.newCondition();
  private long bytes;
  private int requests;
  private boolean draining;

  InFlight(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /// Room for a request and so many bytes; empty when there is none, or no more work is taken.
  Optional<Room> enter(long size) {
    lock.lock();
    try {
      if (draining || size > maxBytes - bytes) {
        return Optional.empty();
      }
      bytes += size;
      requests++;
      return Optional.of(new Room(size));
    } finally {
      lock.unlock();
    }
  }

  void open() {
    lock.lock();
    try {
      draining = false;
    } finally {
      lock.unlock();
    }
  }

  void drain() {
    lock.lock();
    try {
      draining = true;
    } finally {
      lock.unlock();
    }
  }

  boolean awaitEmpty(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.NANOSECONDS.convert(atMost);
      while (requests > 0 && left > 0) {
        left = released.awaitNanos(left);
      }
      return requests == 0;
    } finally {
      lock.unlock();
    }
  }

  /// One request's share, given back when closed. For one thread.
  final class Room implements AutoCloseable {
    private long mine;

    private Room(long mine) {
      this.mine = mine;
    }

    /// False when there is no room for so much more.
    boolean grow(long more) {
      lock.lock();
      try {
        if (more > maxBytes - bytes) {
          return false;
        }
        bytes += more;
        mine += more;
        return true;
      } finally {
        lock.unlock();
      }
    }

    void shrink(long less) {
      lock.lock();
      try {
        bytes -= less;
        mine -= less;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        bytes -= mine;
        mine = 0;
        requests--;
        released.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
