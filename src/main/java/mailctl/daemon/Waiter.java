package mailctl.daemon;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Where a loop waits for time to pass or for somebody to wake it. A wake-up that comes while
/// nobody waits is kept for the next wait, so none is lost; many of them are one.
public final class Waiter {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean woken;
  private boolean closed;

  /// From any thread; returns at once.
  public void wake() {
    lock.lock();
    try {
      woken = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Until woken, closed, or `atMost` has passed.
  void await(Duration atMost) throws InterruptedException {
    await(atMost, true);
  }

  /// Until closed, or `time` has passed: wake-ups are kept for later.
  void pause(Duration time) throws InterruptedException {
    await(time, false);
  }

  private void await(Duration atMost, boolean untilWoken) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = TimeUnit.NANOSECONDS.convert(atMost);
      while (left > 0 && !closed && !(untilWoken && woken)) {
        left = changed.awaitNanos(left);
      }
      if (untilWoken) {
        woken = false;
      }
    } finally {
      lock.unlock();
    }
  }

  void open() {
    lock.lock();
    try {
      closed = false;
    } finally {
      lock.unlock();
    }
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
