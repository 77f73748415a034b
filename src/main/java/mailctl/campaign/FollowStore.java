package mailctl.campaign;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.jooq.impl.DSL.inline;

import java.util.List;
import mailctl.audience.EventId;
import mailctl.database.Tx;
import org.jooq.impl.DSL;

/// Which events have changed since their emails were brought in line with them, whoever changed
/// them.
final class FollowStore {
  /// Also those with an email that another application left for us to date.
  List<EventId> toFollow(Tx tx, int limit) {
    return tx.dsl()
        .select(EVENT.ID)
        .from(EVENT)
        .where(EVENT.FOLLOWED_AT.isDistinctFrom(EVENT.UPDATED_AT))
        .union(
            DSL.select(EVENT.ID)
                .from(SCHEDULED_EMAIL)
                .join(EVENT)
                .on(EVENT.ID.eq(SCHEDULED_EMAIL.EVENT_ID))
                .where(SCHEDULED_EMAIL.STATUS.eq(inline("paused")))
                .and(SCHEDULED_EMAIL.STATUS_REASON.eq(inline("event_not_live")))
                .and(EVENT.STATUS.eq(inline("live"))))
        .orderBy(1)
        .limit(limit)
        .fetch(row -> new EventId(row.value1()));
  }

  void markFollowed(Tx tx, EventId event) {
    tx.dsl()
        .update(EVENT)
        .set(EVENT.FOLLOWED_AT, EVENT.UPDATED_AT)
        .where(EVENT.ID.eq(event.value()))
        .and(EVENT.FOLLOWED_AT.isDistinctFrom(EVENT.UPDATED_AT))
        .execute();
  }
}
