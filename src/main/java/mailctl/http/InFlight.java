package mailctl.http;

import java.time.Duration;
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

  /// False when there is no room, or no more work is taken. A lone request always has room.
  boolean reserve(long size) {
    lock.lock();
    try {
      if (draining || (requests > 0 && bytes + size > maxBytes)) {
        return false;
      }
      bytes += size;
      requests++;
      return true;
    } finally {
      lock.unlock();
    }
  }

  void release(long size) {
    lock.lock();
    try {
      bytes -= size;
      requests--;
      released.signalAll();
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
}
