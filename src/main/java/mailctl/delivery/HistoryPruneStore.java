package mailctl.delivery;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import mailctl.database.Tx;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// The history's months and what lies outside them, for pruning.
final class HistoryPruneStore {
  /// Rows of the default partition, and what they weigh.
  record Heap(long rows, long bytes) {}

  /// The months that ended by then, the oldest first.
  List<PrunedHistory.Month> months(Tx tx, Instant before) {
    return tx
        .dsl()
        .resultQuery(
            """
            select c.relname, c.reltuples::bigint, pg_total_relation_size(c.oid)
            from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = 'provider_event'::regclass
              and c.relname ~ '^provider_event_[0-9][0-9][0-9][0-9]_[0-9][0-9]$'
            order by c.relname
            """)
        .fetch(HistoryPruneStore::month)
        .stream()
        .filter(month -> !end(month).isAfter(before))
        .map(month -> month.rows() < 0 ? counted(tx, month) : month)
        .toList();
  }

  /// Whether it is gone; false when it was in use for longer than that.
  boolean drop(Tx tx, PrunedHistory.Month month, int patienceMs) {
    return tx.dsl()
        .select(
            DSL.field(
                "drop_provider_event_partition({0}, {1})",
                Boolean.class, DSL.val(table(month)), DSL.val(patienceMs)))
        .fetchSingle()
        .value1();
  }

  Heap countUnprepared(Tx tx, Instant before) {
    return heap(
        tx.dsl()
            .fetchSingle(
                """
                select count(*), coalesce(sum(pg_column_size(e.*)), 0)
                from provider_event_default e where occurred_at < {0}
                """,
                val(before)));
  }

  /// At most that many.
  Heap deleteUnprepared(Tx tx, Instant before, int limit) {
    return heap(
        tx.dsl()
            .fetchSingle(
                """
                with gone as (
                  delete from provider_event_default e
                  where ctid = any(array(
                    select ctid from provider_event_default
                    where occurred_at < {0} order by occurred_at limit {1} for update skip locked))
                  returning pg_column_size(e.*) as bytes)
                select count(*), coalesce(sum(bytes), 0) from gone
                """,
                val(before), DSL.val(limit)));
  }

  /// Events of times that no retention reaches.
  long countUnpreparedFrom(Tx tx, Instant from) {
    return tx.dsl()
        .fetchSingle(
            "select count(*) from provider_event_default where occurred_at >= {0}", val(from))
        .get(0, Long.class);
  }

  private static Heap heap(Record row) {
    return new Heap(row.get(0, Long.class), row.get(1, Long.class));
  }

  private static Field<Instant> val(Instant time) {
    return DSL.val(time, SQLDataType.INSTANT);
  }

  private static PrunedHistory.Month month(Record row) {
    String name = row.get(0, String.class);
    return new PrunedHistory.Month(
        YearMonth.parse(name.substring("provider_event_".length()).replace('_', '-')),
        row.get(1, Long.class),
        row.get(2, Long.class));
  }

  /// Nobody has estimated it yet, so it is young or small.
  private static PrunedHistory.Month counted(Tx tx, PrunedHistory.Month month) {
    return new PrunedHistory.Month(
        month.month(), tx.dsl().fetchCount(DSL.table(table(month))), month.bytes());
  }

  private static String table(PrunedHistory.Month month) {
    return "provider_event_" + month.month().toString().replace('-', '_');
  }

  private static Instant end(PrunedHistory.Month month) {
    return month.month().plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
