package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What keeps all processes together from sending faster: budgets that a person set, the provider's
/// wish for patience, and the circuit breaker.
///
/// @param budgets that of everybody first
/// @param pausedUntil the provider asked for patience until then
/// @param faults failed calls in a row
public record ProviderLimits(
    Instant at,
    List<Budget> budgets,
    Optional<Instant> pausedUntil,
    String pauseWords,
    Breaker breaker,
    Optional<Instant> openUntil,
    int faults,
    String faultWords) {
  /// Closed: calls are made. Open: nobody calls. Half open: one call at a time tries.
  public enum Breaker {
    CLOSED,
    HALF_OPEN,
    OPEN
  }

  /// @param scope `all` or a recipient domain
  /// @param lastSecond recipients granted in the last second
  /// @param lastMinute recipients granted in the last minute
  public record Budget(String scope, int perSecond, long lastSecond, long lastMinute) {}

  public ProviderLimits {
    requireNonNull(at, "at is null");
    budgets = List.copyOf(budgets);
    requireNonNull(pausedUntil, "pausedUntil is null");
    requireNonNull(pauseWords, "pauseWords is null");
    requireNonNull(breaker, "breaker is null");
    requireNonNull(openUntil, "openUntil is null");
    requireNonNull(faultWords, "faultWords is null");
  }

  /// The budget of everybody together.
  public Optional<Budget> all() {
    return budgets.stream().filter(budget -> budget.scope().equals("all")).findFirst();
  }
}
