package mailctl.policy;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static org.jooq.impl.DSL.lower;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import mailctl.database.Tx;
import org.jooq.Cursor;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;

/// Reads the history as far as policies look at it: faults and deliveries of messages of ours.
final class IncidentStore {
  private static final int FETCH = 5_000;
  private static final Field<String> ADDRESS = lower(ATTEMPT.EMAIL);

  /// Of these addresses, in lower case.
  List<Incident> of(Tx tx, Collection<String> addresses) {
    return rows(tx)
        .and(lower(DELIVERY.EMAIL).eq(DSL.any(DSL.val(addresses.toArray(String[]::new)))))
        .fetch(IncidentStore::incident);
  }

  /// Of every address, one after the other.
  void each(Tx tx, Consumer<List<Incident>> consumer) {
    List<Incident> one = new ArrayList<>();
    try (Cursor<? extends Record> cursor = rows(tx).orderBy(ADDRESS).fetchSize(FETCH).fetchLazy()) {
      for (Record row : cursor) {
        Incident next = incident(row);
        if (!one.isEmpty() && !one.getFirst().address().equals(next.address())) {
          consumer.accept(List.copyOf(one));
          one.clear();
        }
        one.add(next);
      }
    }
    if (!one.isEmpty()) {
      consumer.accept(List.copyOf(one));
    }
  }

  /// A registration may have another address by now: only what was sent to the one that the
  /// delivery has is counted for it.
  private static SelectConditionStep<? extends Record> rows(Tx tx) {
    return tx.dsl()
        .select(
            ADDRESS,
            PROVIDER_EVENT.OCCURRED_AT,
            PROVIDER_EVENT.FINGERPRINT,
            PROVIDER_EVENT.TYPE,
            PROVIDER_EVENT.CLASS)
        .from(DELIVERY)
        .join(PROVIDER_EVENT)
        .on(PROVIDER_EVENT.DELIVERY_ID.eq(DELIVERY.ID))
        .join(ATTEMPT)
        .on(ATTEMPT.ID.eq(PROVIDER_EVENT.ATTEMPT_ID))
        .where(
            PROVIDER_EVENT.TYPE.in("bounced", "blocked", "dropped", "spam_reported", "delivered"))
        .and(ADDRESS.eq(lower(DELIVERY.EMAIL)));
  }

  private static Incident incident(Record row) {
    return new Incident(
        row.get(ADDRESS),
        row.get(PROVIDER_EVENT.OCCURRED_AT),
        row.get(PROVIDER_EVENT.FINGERPRINT),
        Fault.ofHistory(
            row.get(PROVIDER_EVENT.TYPE),
            Objects.requireNonNullElse(row.get(PROVIDER_EVENT.CLASS), "")));
  }
}
