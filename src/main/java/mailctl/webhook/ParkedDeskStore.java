package mailctl.webhook;

import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.WEBHOOK_POST;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import mailctl.database.Tx;
import org.jooq.Condition;

/// Writes down what people decide about parked posts and events. Rows are locked in id order.
final class ParkedDeskStore {
  /// When, by whom and why something was given up.
  record Words(Instant at, String by, String reason) {}

  int retryPosts(Tx tx, Collection<Long> ids) {
    return tx.dsl()
        .update(WEBHOOK_POST)
        .set(WEBHOOK_POST.STATE, PostState.RECEIVED.sql())
        .setNull(WEBHOOK_POST.PARKED_REASON)
        .setNull(WEBHOOK_POST.PROCESSED_AT)
        .setNull(WEBHOOK_POST.EVENTS)
        .set(WEBHOOK_POST.TRIES, 0)
        .setNull(WEBHOOK_POST.NEXT_TRY_AT)
        .setNull(WEBHOOK_POST.DISCARDED_AT)
        .setNull(WEBHOOK_POST.DISCARDED_BY)
        .setNull(WEBHOOK_POST.DISCARD_REASON)
        .where(
            WEBHOOK_POST.ID.in(
                posts(
                    tx,
                    ids,
                    WEBHOOK_POST.STATE.in(PostState.PARKED.sql(), PostState.DISCARDED.sql()))))
        .execute();
  }

  int discardPosts(Tx tx, Collection<Long> ids, Words words) {
    return tx.dsl()
        .update(WEBHOOK_POST)
        .set(WEBHOOK_POST.STATE, PostState.DISCARDED.sql())
        .set(WEBHOOK_POST.DISCARDED_AT, words.at())
        .set(WEBHOOK_POST.DISCARDED_BY, words.by())
        .set(WEBHOOK_POST.DISCARD_REASON, words.reason())
        .where(WEBHOOK_POST.ID.in(posts(tx, ids, WEBHOOK_POST.STATE.eq(PostState.PARKED.sql()))))
        .execute();
  }

  int retryEvents(Tx tx, Collection<Long> ids, Instant now) {
    return tx.dsl()
        .update(PARKED_EVENT)
        .set(PARKED_EVENT.NEXT_MATCH_AT, now)
        .setNull(PARKED_EVENT.DISCARDED_AT)
        .setNull(PARKED_EVENT.DISCARDED_BY)
        .setNull(PARKED_EVENT.DISCARD_REASON)
        .where(PARKED_EVENT.ID.in(events(tx, ids)))
        .execute();
  }

  int discardEvents(Tx tx, Collection<Long> ids, Words words) {
    return tx.dsl()
        .update(PARKED_EVENT)
        .setNull(PARKED_EVENT.NEXT_MATCH_AT)
        .set(PARKED_EVENT.DISCARDED_AT, words.at())
        .set(PARKED_EVENT.DISCARDED_BY, words.by())
        .set(PARKED_EVENT.DISCARD_REASON, words.reason())
        .where(PARKED_EVENT.ID.in(events(tx, ids)))
        .and(PARKED_EVENT.DISCARDED_AT.isNull())
        .execute();
  }

  private static List<Long> posts(Tx tx, Collection<Long> ids, Condition state) {
    return tx.dsl()
        .select(WEBHOOK_POST.ID)
        .from(WEBHOOK_POST)
        .where(WEBHOOK_POST.ID.in(ids))
        .and(state)
        .orderBy(WEBHOOK_POST.ID)
        .forNoKeyUpdate()
        .fetch(WEBHOOK_POST.ID);
  }

  private static List<Long> events(Tx tx, Collection<Long> ids) {
    return tx.dsl()
        .select(PARKED_EVENT.ID)
        .from(PARKED_EVENT)
        .where(PARKED_EVENT.ID.in(ids))
        .orderBy(PARKED_EVENT.ID)
        .forNoKeyUpdate()
        .fetch(PARKED_EVENT.ID);
  }
}
