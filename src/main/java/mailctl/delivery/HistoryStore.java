package mailctl.delivery;

import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import mailctl.database.Tx;
import org.jooq.DataType;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;
import org.jspecify.annotations.Nullable;

/// The append-only history of provider events. Its unique key is what makes an event count once.
final class HistoryStore {
  /// What the key of a history row is.
  record Key(Instant occurredAt, UUID fingerprint) {}

  /// Adds what is new, and says what that was. `rows` come in the order of their keys, so that two
  /// that add the same events wait for one another instead of deadlocking.
  Set<Key> add(Tx tx, List<HistoryRow> rows) {
    Set<Key> added = new HashSet<>();
    if (rows.isEmpty()) {
      return added;
    }
    tx.dsl()
        .resultQuery(
            """
            insert into provider_event (occurred_at, fingerprint, type, delivery_id, attempt_id,
              email, class, reason, smtp_status, url, user_agent, ip, machine, asm_group_id,
              sg_event_id, sg_message_id, webhook_post_id, received_at)
            select * from unnest({0}, {1}, {2}, {3}, {4}, {5}, {6}, {7}, {8}, {9}, {10}, {11},
              {12}, {13}, {14}, {15}, {16}, {17})
            on conflict (occurred_at, fingerprint) do nothing
            returning occurred_at, fingerprint
            """,
            column(rows, HistoryRow::occurredAt, SQLDataType.INSTANT, Instant.class),
            column(rows, HistoryRow::fingerprint, SQLDataType.UUID, UUID.class),
            column(rows, HistoryRow::type, SQLDataType.CLOB, String.class),
            column(rows, HistoryRow::deliveryId, SQLDataType.BIGINT, Long.class),
            column(rows, HistoryRow::attemptId, SQLDataType.BIGINT, Long.class),
            column(rows, HistoryRow::email, SQLDataType.CLOB, String.class),
            column(rows, HistoryRow::detail, SQLDataType.CLOB, String.class),
            column(rows, HistoryRow::reason, SQLDataType.CLOB, String.class),
            column(rows, HistoryRow::smtpStatus, SQLDataType.CLOB, String.class),
            column(rows, HistoryRow::url, SQLDataType.CLOB, String.class),
            column(rows, HistoryRow::userAgent, SQLDataType.CLOB, String.class),
            column(rows, HistoryRow::ip, SQLDataType.CLOB, String.class),
            column(rows, HistoryRow::machine, SQLDataType.BOOLEAN, Boolean.class),
            column(rows, HistoryRow::group, SQLDataType.BIGINT, Long.class),
            column(rows, HistoryRow::providerEventId, SQLDataType.CLOB, String.class),
            column(rows, HistoryRow::messageId, SQLDataType.CLOB, String.class),
            column(rows, HistoryRow::postId, SQLDataType.BIGINT, Long.class),
            column(rows, HistoryRow::receivedAt, SQLDataType.INSTANT, Instant.class))
        .forEach(row -> added.add(new Key(row.get(0, Instant.class), row.get(1, UUID.class))));
    return added;
  }

  @SuppressWarnings("unchecked")
  private static <V> Field<V[]> column(
      List<HistoryRow> rows,
      Function<HistoryRow, @Nullable V> get,
      DataType<V> type,
      Class<V> valueClass) {
    @Nullable V[] values = (V[]) java.lang.reflect.Array.newInstance(valueClass, rows.size());
    for (int i = 0; i < values.length; i++) {
      values[i] = get.apply(rows.get(i));
    }
    return val(values, type.array());
  }
}
