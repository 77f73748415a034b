package mailctl.inspect;

import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.jooq.impl.DSL.count;
import static org.jooq.impl.DSL.min;

import java.time.Instant;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Record2;

/// The webhook inbox: what waits, and what is parked.
final class InboxStore {
  private static final Condition IS_PARKED = WEBHOOK_POST.STATE.eq("parked");

  InboxState state(Tx tx) {
    Record2<Integer, Instant> waiting =
        tx.dsl()
            .select(count(), min(WEBHOOK_POST.RECEIVED_AT))
            .from(WEBHOOK_POST)
            .where(WEBHOOK_POST.STATE.eq("received"))
            .fetchSingle();
    return new InboxState(
        waiting.value1(),
        Optional.ofNullable(waiting.value2()),
        tx.dsl().fetchCount(WEBHOOK_POST, IS_PARKED),
        tx.dsl().fetchCount(PARKED_EVENT, PARKED_EVENT.DISCARDED_AT.isNull()));
  }
}
