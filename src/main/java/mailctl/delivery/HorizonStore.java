package mailctl.delivery;

import static mailctl.database.schema.Tables.HISTORY_HORIZON;

import java.time.Instant;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// The one row that says since when the history is whole, and the lock around it. The lock is an
/// advisory one since that has a fair queue: those who share it never keep a pruning out for ever.
final class HorizonStore {
  /// Until the transaction ends the horizon stays where it is.
  void share(Tx tx) {
    tx.dsl().execute("select pg_advisory_xact_lock_shared(hashtext('mailctl.history_horizon'))");
  }

  Optional<Instant> since(Tx tx) {
    return tx.dsl()
        .select(HISTORY_HORIZON.SINCE)
        .from(HISTORY_HORIZON)
        .where(HISTORY_HORIZON.SINCE.isNotNull())
        .fetchOptional(HISTORY_HORIZON.SINCE);
  }

  /// Forward only; false when those who share it kept it for longer than that.
  boolean advance(Tx tx, Instant since, int patienceMs) {
    return tx.dsl()
        .select(
            DSL.field(
                "advance_history_horizon({0}, {1})",
                Boolean.class, DSL.val(since, SQLDataType.INSTANT), DSL.val(patienceMs)))
        .fetchSingle()
        .value1();
  }
}
