package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// How often something was opened or clicked, first and last.
record Visits(int count, Optional<Instant> first, Optional<Instant> last) {
  static final Visits NONE = new Visits(0, Optional.empty(), Optional.empty());

  Visits {
    requireNonNull(first, "first is null");
    requireNonNull(last, "last is null");
    if (count < 0) {
      throw new IllegalArgumentException("a count is not negative");
    }
  }

  static Visits at(Instant time) {
    return new Visits(1, Optional.of(time), Optional.of(time));
  }

  Visits plus(Visits other) {
    return new Visits(
        count + other.count,
        Times.earliest(first, other.first),
        Times.latest(last, other.last));
  }
}
