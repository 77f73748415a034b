package mailctl.inspect;

import static mailctl.database.schema.Tables.PROVIDER_GATE;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.ProviderGateRecord;

final class ProviderLimitsStore {
  ProviderLimits read(Tx tx, Instant now) {
    ProviderGateRecord gate = tx.dsl().fetchSingle(PROVIDER_GATE);
    Optional<Instant> openUntil = Optional.ofNullable(gate.getOpenUntil());
    Optional<Instant> pausedUntil =
        Optional.ofNullable(gate.getPausedUntil()).filter(now::isBefore);
    return new ProviderLimits(
        now,
        budgets(tx),
        pausedUntil,
        pausedUntil.isPresent() ? gate.getPauseWords() : "",
        openUntil
            .map(
                until ->
                    now.isBefore(until)
                        ? ProviderLimits.Breaker.OPEN
                        : ProviderLimits.Breaker.HALF_OPEN)
            .orElse(ProviderLimits.Breaker.CLOSED),
        openUntil,
        gate.getFaults(),
        gate.getFaults() > 0 ? gate.getFaultWords() : "");
  }

  /// Grants are written down by the server's clock, whatever other clock somebody may use.
  private static List<ProviderLimits.Budget> budgets(Tx tx) {
    return tx.dsl()
        .resultQuery(
            """
            select b.scope, b.per_second,
              coalesce(sum(g.tokens) filter (
                where g.granted_at > clock_timestamp() - interval '1 second'), 0) as last_second,
              coalesce(sum(g.tokens), 0) as last_minute
            from rate_budget b
            left join rate_grant g on g.scope = b.scope
              and g.granted_at > clock_timestamp() - interval '1 minute'
            group by b.scope order by b.scope <> 'all', b.scope
            """)
        .fetch(
            row ->
                new ProviderLimits.Budget(
                    row.get("scope", String.class),
                    row.get("per_second", Integer.class),
                    row.get("last_second", Long.class),
                    row.get("last_minute", Long.class)));
  }
}
