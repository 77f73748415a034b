package mailctl.delivery;

import java.time.Instant;
import java.util.Optional;

/// Merging times of which either may be missing.
final class Times {
  private Times() {}

  static Optional<Instant> earliest(Optional<Instant> a, Optional<Instant> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.or(() -> b);
    }
    return a.get().isBefore(b.get()) ? a : b;
  }

  static Optional<Instant> latest(Optional<Instant> a, Optional<Instant> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.or(() -> b);
    }
    return a.get().isAfter(b.get()) ? a : b;
  }
}
