package mailctl.delivery;

import static mailctl.database.schema.Tables.RATE_BUDGET;

import java.time.Instant;
import mailctl.database.Tx;

final class RateBudgetStore {
  void set(Tx tx, String scope, int perSecond, Instant now) {
    tx.dsl()
        .insertInto(RATE_BUDGET)
        .columns(RATE_BUDGET.SCOPE, RATE_BUDGET.PER_SECOND, RATE_BUDGET.CHANGED_AT)
        .values(scope, perSecond, now)
        .onConflict(RATE_BUDGET.SCOPE)
        .doUpdate()
        .set(RATE_BUDGET.PER_SECOND, perSecond)
        .set(RATE_BUDGET.CHANGED_AT, now)
        .execute();
  }

  boolean delete(Tx tx, String scope) {
    return tx.dsl().deleteFrom(RATE_BUDGET).where(RATE_BUDGET.SCOPE.eq(scope)).execute() > 0;
  }
}
