package mailctl.cli;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Times as text: "2 min ago" for people at a terminal, RFC 3339 in a pipe.
final class Times {
  private final InstantSource clock;
  private final boolean relative;

  Times(InstantSource clock, boolean relative) {
    this.clock = requireNonNull(clock, "clock is null");
    this.relative = relative;
  }

  String show(Instant time) {
    return relative
        ? relative(Duration.between(clock.instant(), time))
        : time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// "-" for what has not happened; nothing in a pipe.
  String show(Optional<Instant> time) {
    return time.map(this::show).orElse(relative ? "-" : "");
  }

  private static String relative(Duration distance) {
    Duration size = distance.abs();
    if (size.toSeconds() < 5) {
      return "now";
    }
    return distance.isNegative() ? amount(size) + " ago" : "in " + amount(size);
  }

  /// A duration for people, to one unit: "45 min", "3 h", "2 d".
  static String amount(Duration size) {
    if (size.toSeconds() < 60) {
      return size.toSeconds() + " s";
    }
    if (size.toMinutes() < 60) {
      return size.toMinutes() + " min";
    }
    return size.toHours() < 48 ? size.toHours() + " h" : size.toDays() + " d";
  }
}
