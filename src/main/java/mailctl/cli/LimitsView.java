package mailctl.cli;

import java.util.Locale;
import mailctl.inspect.ProviderLimits;

/// What keeps us from sending faster.
final class LimitsView {
  private LimitsView() {}

  static JsonObject json(ProviderLimits limits) {
    JsonObject json =
        Json.object()
            .list("budgets", limits.budgets(), LimitsView::json)
            .put("paused_until", limits.pausedUntil())
            .put("breaker", limits.breaker())
            .put("breaker_open_until", limits.openUntil())
            .put("faults_in_a_row", limits.faults());
    if (!limits.pauseWords().isEmpty()) {
      json.put("pause_reason", limits.pauseWords());
    }
    if (!limits.faultWords().isEmpty()) {
      json.put("last_fault", limits.faultWords());
    }
    return json;
  }

  static JsonObject json(ProviderLimits.Budget budget) {
    return Json.object()
        .put("scope", budget.scope())
        .put("per_second", budget.perSecond())
        .put("granted_last_second", budget.lastSecond())
        .put("granted_last_minute", budget.lastMinute());
  }

  static Details lines(Details details, ProviderLimits limits, Times times) {
    limits
        .budgets()
        .forEach(
            budget ->
                details.line(
                    "budget " + budget.scope(),
                    Counts.number(budget.perSecond())
                        + " a second; "
                        + Counts.number(budget.lastMinute())
                        + " in the last minute"));
    limits
        .pausedUntil()
        .ifPresent(
            until ->
                details.line("SendGrid paused", times.show(until) + ": " + limits.pauseWords()));
    if (limits.breaker() != ProviderLimits.Breaker.CLOSED) {
      details.line("breaker", breaker(limits, times));
    }
    return details;
  }

  private static String breaker(ProviderLimits limits, Times times) {
    String state = limits.breaker().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return state
        + (limits.breaker() == ProviderLimits.Breaker.HALF_OPEN
            ? ", the next request tries"
            : limits.openUntil().map(until -> ", tries again " + times.show(until)).orElse(""))
        + ", after "
        + Counts.of(limits.faults(), "fault")
        + ": "
        + limits.faultWords();
  }
}
