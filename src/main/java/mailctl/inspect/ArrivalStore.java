package mailctl.inspect;

import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.jooq.impl.DSL.coalesce;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.max;

import mailctl.database.Tx;
import org.jooq.Record2;

/// The inbox as a row of arrivals, so that one can wait for some of them and not for all that a
/// busy listener takes meanwhile.
final class ArrivalStore {
  /// The newest post's id; 0 when there is none.
  long newest(Tx tx) {
    return tx.dsl()
        .select(coalesce(max(WEBHOOK_POST.ID), inline(0L)))
        .from(WEBHOOK_POST)
        .fetchSingle()
        .value1();
  }

  /// Those after `after`, up to and with `last`.
  Arrivals between(Tx tx, long after, long last) {
    Record2<Integer, Integer> found =
        tx.dsl()
            .select(count(), count().filterWhere(WEBHOOK_POST.STATE.eq("received")))
            .from(WEBHOOK_POST)
            .where(WEBHOOK_POST.ID.gt(after))
            .and(WEBHOOK_POST.ID.le(last))
            .fetchSingle();
    return new Arrivals(found.value1(), found.value2());
  }
}
