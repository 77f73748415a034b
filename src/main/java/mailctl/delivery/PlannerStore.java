package mailctl.delivery;

import mailctl.database.Tx;
import org.jooq.impl.DSL;

/// Until the end of a transaction, keeps PostgreSQL's planner from what looks cheap to it while its
/// statistics know nothing of rows that came just now, as after every large plan. What is left
/// looks dear to it, so compiling must be off, too.
final class PlannerStore {
  private static final String SWITCH_OFF =
      "select set_config(name, 'off', true) from unnest({0}) as name";

  private PlannerStore() {}

  /// To look rows up one by one in a table that may grow by millions meanwhile, and not to read all
  /// of it for each.
  static void seekByIndex(Tx tx) {
    switchOff(tx, "enable_seqscan", "jit");
  }

  /// To go along an index from row to row, and not to sort all that is due for every claim.
  static void walkTheIndex(Tx tx) {
    switchOff(
        tx,
        "enable_sort",
        "enable_incremental_sort",
        "enable_bitmapscan",
        "enable_hashjoin",
        "enable_mergejoin",
        "enable_seqscan",
        "jit");
  }

  /// To find a few thousand rows by their keys, one by one, in tables that were empty when the
  /// statement was planned.
  static void lookUp(Tx tx) {
    switchOff(
        tx, "enable_seqscan", "enable_bitmapscan", "enable_hashjoin", "enable_mergejoin", "jit");
  }

  private static void switchOff(Tx tx, String... settings) {
    tx.dsl().resultQuery(SWITCH_OFF, DSL.val(settings)).fetch();
  }
}
