package mailctl.webhook;

import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static mailctl.database.schema.Tables.WEBHOOK_REFUSAL;

import java.time.Instant;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/// Old posts of the inbox, for pruning.
final class PostPruneStore {
  /// A place in the order of receipt.
  record Place(Instant receivedAt, long id) {
    static final Place START = new Place(Instant.EPOCH, 0);
  }

  /// What one step took, and how far it looked; empty at the end.
  record Step(long posts, long bytes, Optional<Place> next) {}

  /// What is done with: processed or discarded, and nothing of it parked any more.
  private static final String DONE_WITH =
      """
      p.state in ('processed', 'discarded') and not exists (
        select from parked_event e where e.webhook_post_id = p.id and e.discarded_at is null)
      """;

  /// Looks at the next posts in the order of receipt and deletes those that are done with. Whoever
  /// holds one at this moment keeps it.
  Step delete(Tx tx, Instant before, Place after, int limit) {
    Record row =
        tx.dsl()
            .fetchSingle(
                """
                with seen as materialized (
                  select id, received_at from webhook_post
                  where received_at < {0} and received_at >= {1} and (received_at, id) > ({1}, {2})
                  order by received_at, id limit {3}),
                done as materialized (
                  select p.id from webhook_post p join seen using (id)
                  where
                """
                    + DONE_WITH
                    + """
                  for update of p skip locked),
                gone_events as (
                  delete from parked_event e using done where e.webhook_post_id = done.id
                  returning octet_length(e.body) as bytes),
                gone as (
                  delete from webhook_post p using done where p.id = done.id
                  returning octet_length(p.body) as bytes)
                select (select count(*) from gone),
                  (select coalesce(sum(bytes), 0) from gone)
                    + (select coalesce(sum(bytes), 0) from gone_events),
                  last.received_at, last.id, (select count(*) from seen)
                from (select 1) one left join
                  (select * from seen order by received_at desc, id desc limit 1) last on true
                """,
                val(before),
                val(after.receivedAt()),
                DSL.val(after.id()),
                DSL.val(limit));
    boolean more = row.get(4, Integer.class) == limit;
    return new Step(
        row.get(0, Long.class),
        row.get(1, Long.class),
        more
            ? Optional.of(new Place(row.get(2, Instant.class), row.get(3, Long.class)))
            : Optional.empty());
  }

  /// What deleting all of them would take.
  Step count(Tx tx, Instant before) {
    Record row =
        tx.dsl()
            .fetchSingle(
                "select count(*), coalesce(sum(octet_length(body)), 0) from webhook_post p"
                    + " where received_at < {0} and "
                    + DONE_WITH,
                val(before));
    return new Step(row.get(0, Long.class), row.get(1, Long.class), Optional.empty());
  }

  /// Old, but waiting or parked.
  long countKept(Tx tx, Instant before) {
    return tx.dsl()
        .fetchSingle(
            "select count(*) from webhook_post p where received_at < {0} and not ("
                + DONE_WITH
                + ")",
            val(before))
        .get(0, Long.class);
  }

  /// Counts of refused posts, when the last of their hour came before.
  long deleteRefusals(Tx tx, Instant before) {
    return tx.dsl().deleteFrom(WEBHOOK_REFUSAL).where(WEBHOOK_REFUSAL.LAST_AT.lt(before)).execute();
  }

  long countRefusals(Tx tx, Instant before) {
    return tx.dsl().fetchCount(WEBHOOK_REFUSAL, WEBHOOK_REFUSAL.LAST_AT.lt(before));
  }

  private static Field<Instant> val(Instant time) {
    return DSL.val(time, WEBHOOK_POST.RECEIVED_AT);
  }
}
