package mailctl.suppression;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// A suppression as it is stored; `lifted` once a person took it back.
public record SuppressionEntry(SuppressionId id, Suppression suppression, Optional<Lifted> lifted) {
  public SuppressionEntry {
    requireNonNull(id, "id is null");
    requireNonNull(suppression, "suppression is null");
    requireNonNull(lifted, "lifted is null");
  }

  /// Who took it back, and when.
  public record Lifted(Instant at, String by) {
    public Lifted {
      requireNonNull(at, "at is null");
      requireNonNull(by, "by is null");
    }
  }
}
