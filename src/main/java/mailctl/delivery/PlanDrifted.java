package mailctl.delivery;

import static java.util.Objects.requireNonNull;

/// Ends a transaction in which everybody was planned, and not as the plan says that binds. Nothing
/// of it stays.
final class PlanDrifted extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient PlanDrift drift;

  PlanDrifted(PlanDrift drift) {
    super("plan " + drift.plan() + " no longer fits: " + drift.words(), null, false, false);
    this.drift = requireNonNull(drift, "drift is null");
  }

  PlanDrift drift() {
    return drift;
  }
}
