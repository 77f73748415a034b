package mailctl.webhook;

import static mailctl.database.schema.Tables.WEBHOOK_REFUSAL;

import java.time.Instant;
import java.util.Map;
import mailctl.database.SqlEnum;
import mailctl.database.Tx;
import org.jooq.impl.DSL;

/// Refused posts, by hour and reason.
final class RefusalStore {
  /// In the order of the reasons, as everybody writes the same few rows.
  void add(Tx tx, Map<SignatureVerifier.Verdict, Long> counts, Instant hour, Instant lastAt) {
    counts.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                tx.dsl()
                    .insertInto(WEBHOOK_REFUSAL)
                    .set(WEBHOOK_REFUSAL.HOUR, hour)
                    .set(WEBHOOK_REFUSAL.REASON, SqlEnum.word(entry.getKey()))
                    .set(WEBHOOK_REFUSAL.POSTS, entry.getValue())
                    .set(WEBHOOK_REFUSAL.LAST_AT, lastAt)
                    .onConflict(WEBHOOK_REFUSAL.HOUR, WEBHOOK_REFUSAL.REASON)
                    .doUpdate()
                    .set(
                        WEBHOOK_REFUSAL.POSTS,
                        WEBHOOK_REFUSAL.POSTS.plus(DSL.excluded(WEBHOOK_REFUSAL.POSTS)))
                    .set(
                        WEBHOOK_REFUSAL.LAST_AT,
                        DSL.greatest(
                            WEBHOOK_REFUSAL.LAST_AT, DSL.excluded(WEBHOOK_REFUSAL.LAST_AT)))
                    .execute());
  }
}
