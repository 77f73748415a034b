package mailctl.delivery;

import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import mailctl.database.Tx;
import org.jooq.Cursor;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// Reads back what the provider said.
final class HistoryReadStore {
  private static final int FETCH = 2_000;

  /// What the history says of each attempt of these deliveries that it knows events of, by attempt
  /// id. Events are folded as they are read, so that an address that opens for ever needs no
  /// memory.
  ///
  /// @param receivedUntil the latest receipt that counts, if not all do
  Map<Long, Accumulator> accumulators(
      Tx tx,
      Collection<DeliveryId> deliveries,
      Optional<Instant> receivedUntil,
      EventMeaning meaning) {
    Map<Long, Accumulator> accumulators = new HashMap<>();
    Long[] ids = deliveries.stream().map(DeliveryId::value).toArray(Long[]::new);
    try (Cursor<?> cursor =
        tx.dsl()
            .select(PROVIDER_EVENT.fields())
            .from(PROVIDER_EVENT)
            .where(PROVIDER_EVENT.DELIVERY_ID.eq(DSL.any(val(ids, SQLDataType.BIGINT.array()))))
            .and(PROVIDER_EVENT.ATTEMPT_ID.isNotNull())
            .and(receivedUntil.map(PROVIDER_EVENT.RECEIVED_AT::le).orElse(noCondition()))
            .fetchSize(FETCH)
            .fetchLazy()) {
      for (Record record : cursor) {
        HistoryRow row = row(record);
        accumulators.merge(
            record.get(PROVIDER_EVENT.ATTEMPT_ID),
            meaning.of(row.event(), row.fingerprint()),
            Accumulator::merge);
      }
    }
    return accumulators;
  }

  private static HistoryRow row(Record record) {
    return new HistoryRow(
        record.get(PROVIDER_EVENT.OCCURRED_AT),
        record.get(PROVIDER_EVENT.FINGERPRINT),
        record.get(PROVIDER_EVENT.TYPE),
        record.get(PROVIDER_EVENT.DELIVERY_ID),
        record.get(PROVIDER_EVENT.ATTEMPT_ID),
        record.get(PROVIDER_EVENT.EMAIL),
        record.get(PROVIDER_EVENT.CLASS),
        record.get(PROVIDER_EVENT.REASON),
        record.get(PROVIDER_EVENT.SMTP_STATUS),
        record.get(PROVIDER_EVENT.URL),
        record.get(PROVIDER_EVENT.USER_AGENT),
        record.get(PROVIDER_EVENT.IP),
        record.get(PROVIDER_EVENT.MACHINE),
        record.get(PROVIDER_EVENT.ASM_GROUP_ID),
        record.get(PROVIDER_EVENT.SG_EVENT_ID),
        record.get(PROVIDER_EVENT.SG_MESSAGE_ID),
        record.get(PROVIDER_EVENT.WEBHOOK_POST_ID),
        record.get(PROVIDER_EVENT.RECEIVED_AT));
  }
}
