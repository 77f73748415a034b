package mailctl.delivery;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import mailctl.database.ArraySql;
import mailctl.database.Tx;

/// The append-only history of provider events. Its unique key is what makes an event count once.
final class HistoryStore {
  private static final String ADD =
      """
      insert into provider_event (occurred_at, fingerprint, type, delivery_id, attempt_id, email,
        class, reason, smtp_status, url, user_agent, ip, machine, asm_group_id, sg_event_id,
        sg_message_id, webhook_post_id, received_at)
      select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      on conflict (occurred_at, fingerprint) do nothing
      returning fingerprint
      """;

  /// Adds what is new, and returns the fingerprints of that: the time is part of what they stand
  /// for. `rows` come in the order of their keys, so that two that add the same events wait for one
  /// another instead of deadlocking.
  Set<UUID> add(Tx tx, List<HistoryRow> rows) {
    Set<UUID> added = HashSet.newHashSet(rows.size());
    if (rows.isEmpty()) {
      return added;
    }
    ArraySql.query(
        tx,
        ADD,
        bind ->
            bind.times(rows, HistoryRow::occurredAt)
                .uuids(rows, HistoryRow::fingerprint)
                .texts(rows, HistoryRow::type)
                .longsOrNull(rows, HistoryRow::deliveryId)
                .longsOrNull(rows, HistoryRow::attemptId)
                .texts(rows, HistoryRow::email)
                .texts(rows, HistoryRow::detail)
                .texts(rows, HistoryRow::reason)
                .texts(rows, HistoryRow::smtpStatus)
                .texts(rows, HistoryRow::url)
                .texts(rows, HistoryRow::userAgent)
                .texts(rows, HistoryRow::ip)
                .booleans(rows, HistoryRow::machine)
                .longsOrNull(rows, HistoryRow::group)
                .texts(rows, HistoryRow::providerEventId)
                .texts(rows, HistoryRow::messageId)
                .longsOrNull(rows, HistoryRow::postId)
                .times(rows, HistoryRow::receivedAt),
        row -> added.add(row.getObject(1, UUID.class)));
    return added;
  }
}
