package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mailctl.audience.AudienceStore;
import mailctl.audience.EventId;
import mailctl.audience.RecipientFilter;
import mailctl.database.Tx;

/// Counts what each key of a filter fits, and what is left of the event's registrations after it.
final class PlanClauses {
  private final AudienceStore audience;

  PlanClauses(AudienceStore audience) {
    this.audience = requireNonNull(audience, "audience is null");
  }

  long matching(Tx tx, EventId event, RecipientFilter filter) {
    return audience.matching(tx, event, filter);
  }

  List<SendPlan.Clause> of(Tx tx, EventId event, RecipientFilter filter) {
    List<SendPlan.Clause> clauses = new ArrayList<>();
    Map<String, List<String>> soFar = new LinkedHashMap<>();
    filter
        .toMap()
        .forEach(
            (key, wanted) -> {
              soFar.put(key, wanted);
              RecipientFilter alone = RecipientFilter.of(Map.of(key, wanted));
              clauses.add(
                  new SendPlan.Clause(
                      alone.toString(),
                      audience.matching(tx, event, alone),
                      audience.matching(tx, event, RecipientFilter.of(soFar))));
            });
    return clauses;
  }
}
