package mailctl.delivery;

import static mailctl.database.schema.Tables.HISTORY_HORIZON;

import java.time.Instant;
import java.util.Optional;
import mailctl.database.Tx;

/// The one row that says since when the history is whole, and the lock around it. The lock is an
/// advisory one since that has a fair queue: those who share it never keep a pruning out for ever.
final class HorizonStore {
  private static final String LOCK = "hashtext('mailctl.history_horizon')";

  Optional<Instant> since(Tx tx) {
    return tx.dsl()
        .select(HISTORY_HORIZON.SINCE)
        .from(HISTORY_HORIZON)
        .where(HISTORY_HORIZON.SINCE.isNotNull())
        .fetchOptional(HISTORY_HORIZON.SINCE);
  }

  /// Until the transaction ends the horizon stays where it is.
  void share(Tx tx) {
    tx.dsl().execute("select pg_advisory_xact_lock_shared(" + LOCK + ")");
  }

  /// Waits for all that share it, at most `patienceMs`.
  void lock(Tx tx, int patienceMs) {
    tx.dsl().execute("set local lock_timeout = " + patienceMs);
    tx.dsl().execute("select pg_advisory_xact_lock(" + LOCK + ")");
  }

  /// Forward only.
  void advance(Tx tx, Instant since) {
    tx.dsl()
        .update(HISTORY_HORIZON)
        .set(HISTORY_HORIZON.SINCE, since)
        .where(HISTORY_HORIZON.SINCE.isNull().or(HISTORY_HORIZON.SINCE.lt(since)))
        .execute();
  }
}
