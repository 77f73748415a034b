package mailctl.delivery;

import static mailctl.database.schema.Tables.PROVIDER_GATE;
import static org.jooq.impl.DSL.val;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import mailctl.database.Tx;
import org.jooq.impl.DSL;

/// The row that tells all processes how the provider has treated us. Every change is one statement
/// with its condition in it.
final class GateStore {
  /// The gate and the budgets in one look.
  GateState read(Tx tx) {
    return tx.dsl()
        .resultQuery(
            """
            select g.paused_until, g.pause_words, g.faults, g.fault_words, g.open_until,
              g.faults = 0 and g.pauses = 0 and g.open_until is null as clean,
              exists (select from rate_budget where scope = 'all') as budgeted,
              array(select scope from rate_budget where scope <> 'all' order by scope) as domains
            from provider_gate g
            """)
        .fetchSingle(
            row ->
                new GateState(
                    Optional.ofNullable(row.get("paused_until", Instant.class)),
                    row.get("pause_words", String.class),
                    row.get("clean", Boolean.class),
                    row.get("faults", Integer.class),
                    row.get("fault_words", String.class),
                    Optional.ofNullable(row.get("open_until", Instant.class)),
                    row.get("budgeted", Boolean.class),
                    Arrays.asList(row.get("domains", String[].class))));
  }

  /// It took something, or refused it for a reason: it works.
  void works(Tx tx) {
    tx.dsl()
        .update(PROVIDER_GATE)
        .set(PROVIDER_GATE.FAULTS, 0)
        .set(PROVIDER_GATE.PAUSES, 0)
        .setNull(PROVIDER_GATE.OPEN_UNTIL)
        .set(PROVIDER_GATE.OPENINGS, 0)
        .setNull(PROVIDER_GATE.PROBE)
        .setNull(PROVIDER_GATE.PROBE_UNTIL)
        .where(
            PROVIDER_GATE
                .FAULTS
                .gt(0)
                .or(PROVIDER_GATE.PAUSES.gt(0))
                .or(PROVIDER_GATE.OPEN_UNTIL.isNotNull()))
        .execute();
  }

  /// It asked for patience. An end that was asked for before stays when it is later. Those in
  /// flight together complain together: while a pause runs, no further one is counted.
  void pause(Tx tx, Instant now, Optional<Duration> wish, Duration first, String words) {
    tx.dsl()
        .query(
            """
            update provider_gate set
              paused_until = greatest(paused_until,
                {0} + coalesce({1}::bigint, {2} * 2 ^ least(pauses, 6)) * interval '1 millisecond'),
              pauses = pauses + (paused_until is null or paused_until <= {0})::integer,
              pause_words = {3},
              faults = 0, open_until = null, openings = 0, probe = null, probe_until = null
            where {1}::bigint is not null or paused_until is null or paused_until <= {0}
            """,
            val(now),
            val(wish.map(Duration::toMillis).orElse(null), Long.class),
            val(first.toMillis()),
            val(words))
        .execute();
  }

  /// It failed. Opens the breaker when that is one too many, and again when it was the try that
  /// failed; those that had begun before it opened change nothing more.
  ///
  /// @return whether the breaker opened just now
  boolean fault(Tx tx, Instant now, Optional<UUID> probe, GateSettings settings, String words) {
    return tx.dsl()
        .resultQuery(
            """
            update provider_gate set
              faults = faults + 1,
              fault_words = {4},
              open_until = case when open_until is not null or faults + 1 >= {2}
                then {0} + least({3} * 2 ^ least(openings, 20), {5}) * interval '1 millisecond' end,
              openings = openings + (open_until is not null or faults + 1 >= {2})::integer,
              probe = null, probe_until = null
            where open_until is null or probe = {1}::uuid
            returning open_until is not null
            """,
            val(now),
            val(probe.orElse(null), UUID.class),
            val(settings.faults()),
            val(settings.pause().toMillis()),
            val(words),
            val(settings.longest().toMillis()))
        .fetchOptional(row -> row.get(0, Boolean.class))
        .orElse(false);
  }

  /// Half open, one may try: whoever gets this. One that is never heard of again holds the others
  /// up until `until`.
  boolean takeProbe(Tx tx, UUID probe, Instant now, Instant until) {
    return tx.dsl()
            .update(PROVIDER_GATE)
            .set(PROVIDER_GATE.PROBE, probe)
            .set(PROVIDER_GATE.PROBE_UNTIL, until)
            .where(PROVIDER_GATE.OPEN_UNTIL.le(now))
            .and(PROVIDER_GATE.PROBE.isNull().or(PROVIDER_GATE.PROBE_UNTIL.le(now)))
            .execute()
        == 1;
  }

  void dropProbe(Tx tx, UUID probe) {
    tx.dsl()
        .update(PROVIDER_GATE)
        .setNull(PROVIDER_GATE.PROBE)
        .setNull(PROVIDER_GATE.PROBE_UNTIL)
        .where(PROVIDER_GATE.PROBE.eq(probe))
        .execute();
  }

  /// Tokens for up to `wanted` recipients, of every one of these scopes that has a budget.
  ///
  /// @return what was granted, or how long to wait
  Taken take(Tx tx, List<String> scopes, int wanted) {
    return tx.dsl()
        .resultQuery(
            "select granted, wait_ms, waits_for, coalesce(grant_ids, '{}') as grant_ids "
                + "from take_from_rate_budget({0}, {1})",
            val(scopes.toArray(String[]::new)), val(wanted))
        .fetchSingle(
            row ->
                new Taken(
                    row.get("granted", Integer.class),
                    Duration.ofMillis(row.get("wait_ms", Integer.class)),
                    Optional.ofNullable(row.get("waits_for", String.class)),
                    Arrays.stream(row.get("grant_ids", Long[].class))
                        .filter(Objects::nonNull)
                        .toList()));
  }

  record Taken(int granted, Duration waits, Optional<String> waitsFor, List<Long> grants) {}

  /// What a claim did not need.
  void giveBack(Tx tx, List<Long> grants, int unused) {
    tx.dsl()
        .query(
            """
            with given_back as (
              delete from rate_grant where id = any ({0}) and tokens <= {1} returning id)
            update rate_grant set tokens = tokens - {1}
            where id = any ({0}) and tokens > {1} and id not in (select id from given_back)
            """,
            DSL.val(grants.toArray(Long[]::new)), val(unused))
        .execute();
  }
}
