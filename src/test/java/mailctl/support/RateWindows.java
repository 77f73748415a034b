package mailctl.support;

import mailctl.database.Database;
import org.jooq.Record;
import org.jooq.impl.DSL;

/// What was granted of a rate budget, from the table in which every grant is written down.
///
/// @param granted in all
/// @param most in any second, wherever it begins
/// @param seconds from the first grant to the last
public record RateWindows(long granted, long most, double seconds) {
  public static RateWindows in(Database database, String scope) {
    return database.transaction(
        tx -> {
          Record row =
              tx.dsl()
                  .resultQuery(
                      """
                      select coalesce(sum(tokens), 0)::bigint as granted,
                        coalesce(max(in_a_second), 0)::bigint as most,
                        coalesce(extract(epoch from max(granted_at) - min(granted_at)), 0)::float8
                          as seconds
                      from (
                        select tokens, granted_at, sum(tokens) over (
                          order by granted_at
                          range between interval '999999 microseconds' preceding and current row)
                          as in_a_second
                        from rate_grant where scope = {0}) g
                      """,
                      DSL.val(scope))
                  .fetchSingle();
          return new RateWindows(
              row.get("granted", Long.class),
              row.get("most", Long.class),
              row.get("seconds", Double.class));
        });
  }

  /// The share of the budget that was used until the last grant: the first second's worth is there
  /// from the start.
  public double used(int perSecond) {
    return granted / (perSecond * (seconds + 1));
  }
}
