package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What the gate says before a claim.
sealed interface Admission {
  /// Claim up to `recipients` of that lane, and tell the gate what came of it.
  ///
  /// @param grants the rows in which the budgets' tokens are written down
  /// @param probe this is the one try of a breaker that is half open
  record Go(Lane lane, int recipients, List<Long> grants, Optional<UUID> probe)
      implements Admission {
    public Go {
      requireNonNull(lane, "lane is null");
      grants = List.copyOf(grants);
      requireNonNull(probe, "probe is null");
    }
  }

  /// Nothing may be claimed just now.
  ///
  /// @param domainsAlone only domains with a budget of their own wait: other emails can go on
  record Wait(Duration time, boolean domainsAlone) implements Admission {
    public Wait {
      requireNonNull(time, "time is null");
    }
  }

  /// Nothing of this email is due in any lane.
  record Nothing() implements Admission {}

  /// Nobody may call the provider for a longer time.
  record Closed(Halt halt) implements Admission {
    public Closed {
      requireNonNull(halt, "halt is null");
    }
  }
}
