package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// What the provider still owes us. `processed` counts accepted messages of which nothing at all
/// has been heard, `fin` those whose end has not: the former are among the latter.
///
/// @param oldest when the longest owed of them was accepted
public record Debt(
    long processed, long processedLate, long fin, long finalLate, Optional<Instant> oldest) {
  public Debt {
    requireNonNull(oldest, "oldest is null");
  }
}
