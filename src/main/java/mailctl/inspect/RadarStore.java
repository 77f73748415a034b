package mailctl.inspect;

import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static mailctl.database.schema.Tables.WEBHOOK_REFUSAL;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.sum;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.impl.DSL;

/// Signs of life of the webhook.
final class RadarStore {
  /// A query that takes longer is given up: nobody waits for a scrape.
  void limit(Tx tx, Duration longest) {
    tx.dsl()
        .fetch(
            "select set_config('statement_timeout', {0}, true)",
            DSL.val(Long.toString(longest.toMillis())));
  }

  /// What we made ourselves is no sign of life.
  Optional<Instant> lastPost(Tx tx) {
    return tx.dsl()
        .select(WEBHOOK_POST.RECEIVED_AT)
        .from(WEBHOOK_POST)
        .where(WEBHOOK_POST.ORIGIN.in("signed", "unverified"))
        .orderBy(WEBHOOK_POST.RECEIVED_AT.desc())
        .limit(1)
        .fetchOptional(row -> row.value1());
  }

  List<RefusedPosts> refused(Tx tx, Instant since) {
    return tx.dsl()
        .select(WEBHOOK_REFUSAL.REASON, sum(WEBHOOK_REFUSAL.POSTS), max(WEBHOOK_REFUSAL.LAST_AT))
        .from(WEBHOOK_REFUSAL)
        .where(WEBHOOK_REFUSAL.HOUR.ge(since))
        .groupBy(WEBHOOK_REFUSAL.REASON)
        .orderBy(WEBHOOK_REFUSAL.REASON)
        .fetch(row -> new RefusedPosts(row.value1(), row.value2().longValue(), row.value3()));
  }
}
