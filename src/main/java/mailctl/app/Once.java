package mailctl.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// A part of `App`: made when it is first asked for, at most once, also by many threads.
final class Once<T> implements Supplier<T> {
  private final Supplier<T> make;
  private Optional<T> made = Optional.empty();

  private Once(Supplier<T> make) {
    this.make = make;
  }

  @Override
  public synchronized T get() {
    if (made.isEmpty()) {
      made = Optional.of(make.get());
    }
    return made.get();
  }

  /// The parts of one `App`; closes what was made, last made first.
  static final class Parts implements AutoCloseable {
    private final Deque<Runnable> closers = new ArrayDeque<>();

    <T> Once<T> part(Supplier<T> make) {
      return new Once<>(make);
    }

    <T> Once<T> part(Supplier<T> make, Consumer<T> close) {
      return new Once<>(
          () -> {
            T made = make.get();
            synchronized (closers) {
              closers.push(() -> close.accept(made));
            }
            return made;
          });
    }

    /// Something else, before all that was made up to now.
    void closeAlso(Runnable close) {
      synchronized (closers) {
        closers.push(close);
      }
    }

    @Override
    public void close() {
      while (true) {
        Runnable closer;
        synchronized (closers) {
          if (closers.isEmpty()) {
            return;
          }
          closer = closers.pop();
        }
        try {
          closer.run();
        } catch (RuntimeException e) {
          close(e);
        }
      }
    }

    /// Goes on closing after a failure, which is then thrown.
    private void close(RuntimeException failure) {
      try {
        close();
      } catch (RuntimeException e) {
        failure.addSuppressed(e);
      }
      throw failure;
    }
  }
}
