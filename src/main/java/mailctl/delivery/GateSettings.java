package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/// When the circuit breaker opens, and for how long.
///
/// @param faults that many in a row open it
/// @param pause the first pause; each further one is twice as long, up to `longest`
/// @param fresh how long what was read of the gate and the budgets counts without another look
public record GateSettings(int faults, Duration pause, Duration longest, Duration fresh) {
  /// Looks before every claim.
  public static final GateSettings USUAL =
      new GateSettings(5, Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ZERO);

  public GateSettings {
    if (faults < 1) {
      throw new IllegalArgumentException("at least one fault, not " + faults);
    }
    requireNonNull(pause, "pause is null");
    requireNonNull(longest, "longest is null");
    requireNonNull(fresh, "fresh is null");
  }
}
