package mailctl.app;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Optional;

/// Parts that a test puts in the place of those that `App` would make.
public record Substitutes(Optional<InstantSource> clock) {
  public Substitutes {
    requireNonNull(clock, "clock is null");
  }

  public static Substitutes none() {
    return new Substitutes(Optional.empty());
  }

  public Substitutes withClock(InstantSource clock) {
    return new Substitutes(Optional.of(clock));
  }
}
