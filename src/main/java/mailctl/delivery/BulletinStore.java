package mailctl.delivery;

import static mailctl.database.schema.Tables.BULLETIN;
import static mailctl.database.schema.Tables.HAPPENING;

import java.util.Map;
import java.util.Optional;
import mailctl.audience.EventId;
import mailctl.database.Tx;
import mailctl.database.schema.tables.records.BulletinRecord;

/// News of events, as the variables that tell them.
final class BulletinStore {
  /// The event's latest, for whoever wants to see how an email would tell one.
  Optional<Map<String, String>> latest(Tx tx, EventId event) {
    return tx.dsl()
        .selectFrom(BULLETIN)
        .where(BULLETIN.EVENT_ID.eq(event.value()))
        .orderBy(BULLETIN.ID.desc())
        .limit(1)
        .fetchOptional(BulletinStore::values);
  }

  /// The one that happened.
  Optional<Map<String, String>> of(Tx tx, long happening) {
    return tx.dsl()
        .select(BULLETIN)
        .from(BULLETIN)
        .join(HAPPENING)
        .on(HAPPENING.BULLETIN_ID.eq(BULLETIN.ID))
        .where(HAPPENING.ID.eq(happening))
        .fetchOptional(row -> values(row.value1()));
  }

  private static Map<String, String> values(BulletinRecord row) {
    return Map.of(
        "bulletin_title", row.getTitle(),
        "bulletin_text", row.getBody(),
        "bulletin_link", row.getLink());
  }
}
