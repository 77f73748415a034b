package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.util.function.Function;
import java.util.function.Supplier;

/// The application as the settings of now have it. What runs for ever asks here for its parts, each
/// time anew, and so takes over other settings between two of its turns.
final class Live {
  private volatile App app;

  Live(App app) {
    this.app = requireNonNull(app, "app is null");
  }

  App app() {
    return app;
  }

  void replace(App next) {
    app = requireNonNull(next, "next is null");
  }

  /// A part that is made once for each application.
  <T> Supplier<T> part(Function<App, T> make) {
    return new Part<>(make);
  }

  private final class Part<T> implements Supplier<T> {
    private final Function<App, T> make;
    private volatile Made<T> made;

    Part(Function<App, T> make) {
      this.make = requireNonNull(make, "make is null");
      App now = app;
      this.made = new Made<>(now, make.apply(now));
    }

    @Override
    public T get() {
      Made<T> last = made;
      return last.by() == app ? last.value() : makeAnew();
    }

    private synchronized T makeAnew() {
      App now = app;
      if (made.by() != now) {
        made = new Made<>(now, make.apply(now));
      }
      return made.value();
    }
  }

  private record Made<T>(App by, T value) {}
}
