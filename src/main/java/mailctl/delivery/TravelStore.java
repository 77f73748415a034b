package mailctl.delivery;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static mailctl.database.schema.Tables.SUBMISSION;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static org.jooq.impl.DSL.max;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.noCondition;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import mailctl.database.Tx;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;

/// What looking back takes, besides the rows that the fold reads and writes.
final class TravelStore {
  /// When a submission passed through its states, as far as that is kept.
  record Stations(Instant claimedAt, Optional<Instant> calledAt, Optional<Instant> settledAt) {}

  /// Ids of deliveries, both included.
  record Range(long first, long last) {}

  /// Makes everything that this transaction reads one moment, and refuses writes. No month of the
  /// history goes meanwhile: the lock comes first, as it alone takes no snapshot, so that the
  /// moment knows of everything that was pruned before it.
  void freeze(Tx tx) {
    tx.dsl().execute("set transaction isolation level repeatable read, read only");
    tx.dsl().execute("lock table provider_event in access share mode");
  }

  /// Where the deliveries of a scope lie; empty when there are none.
  Optional<Range> range(Tx tx, Rebuild.Scope scope) {
    return tx.dsl()
        .select(min(DELIVERY.ID), max(DELIVERY.ID))
        .from(DELIVERY)
        .where(in(scope))
        .fetchOptional()
        .filter(row -> row.value1() != null)
        .map(row -> new Range(row.value1(), row.value2()));
  }

  /// The next of a scope, in id order.
  List<DeliveryId> next(Tx tx, Rebuild.Scope scope, Range range, int limit) {
    return tx.dsl()
        .select(DELIVERY.ID)
        .from(DELIVERY)
        .where(DELIVERY.ID.between(range.first(), range.last()))
        .and(in(scope))
        .orderBy(DELIVERY.ID)
        .limit(limit)
        .fetch(row -> new DeliveryId(row.value1()));
  }

  /// By attempt id.
  Map<Long, Stations> stations(Tx tx, Collection<DeliveryId> deliveries) {
    return tx.dsl()
        .select(ATTEMPT.ID, SUBMISSION.CLAIMED_AT, SUBMISSION.CALLED_AT, SUBMISSION.SETTLED_AT)
        .from(ATTEMPT)
        .join(SUBMISSION)
        .on(SUBMISSION.ID.eq(ATTEMPT.SUBMISSION_ID))
        .where(isOneOf(ATTEMPT.DELIVERY_ID, deliveries))
        .fetchMap(
            row -> row.value1(),
            row ->
                new Stations(
                    row.value2(),
                    Optional.ofNullable(row.value3()),
                    Optional.ofNullable(row.value4())));
  }

  /// What keeps mail from these addresses, by its evidence, in words; lifted ones included.
  SortedMap<String, String> suppressions(Tx tx, Collection<String> emails) {
    SortedMap<String, String> found = new TreeMap<>();
    tx.dsl()
        .select(SUPPRESSION.EMAIL, SUPPRESSION.SCOPE, SUPPRESSION.REASON, SUPPRESSION.EVIDENCE)
        .from(SUPPRESSION)
        .where(
            SUPPRESSION.EMAIL.eq(
                DSL.any(val(emails.toArray(String[]::new), SQLDataType.CLOB.array()))))
        .forEach(
            row ->
                found.put(
                    row.value1() + " " + row.value4(),
                    row.value1() + " " + row.value3() + " (" + row.value2() + ")"));
    return found;
  }

  private static Condition in(Rebuild.Scope scope) {
    return switch (scope) {
      case Rebuild.Scope.All() -> noCondition();
      case Rebuild.Scope.OfDelivery(DeliveryId id) -> DELIVERY.ID.eq(id.value());
      case Rebuild.Scope.OfEmail(long id) -> DELIVERY.SCHEDULED_EMAIL_ID.eq(id);
      case Rebuild.Scope.OfEvent(long id) ->
          DELIVERY.SCHEDULED_EMAIL_ID.in(
              select(SCHEDULED_EMAIL.ID)
                  .from(SCHEDULED_EMAIL)
                  .where(SCHEDULED_EMAIL.EVENT_ID.eq(id)));
    };
  }

  private static Condition isOneOf(Field<Long> field, Collection<DeliveryId> deliveries) {
    Long[] ids = deliveries.stream().map(DeliveryId::value).toArray(Long[]::new);
    return field.eq(DSL.any(val(ids, SQLDataType.BIGINT.array())));
  }
}
