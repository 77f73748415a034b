package mailctl.inspect;

import static mailctl.database.schema.Tables.ATTEMPT;
import static mailctl.database.schema.Tables.DELIVERY;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.name;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.table;

import org.jooq.Field;
import org.jooq.Select;

/// Doubles, for the queries of others. What one is, the view says that they share with the ledger.
final class DoubleStore {
  private static final Field<Long> OF_DELIVERY =
      field(name("mailed_twice", "delivery_id"), Long.class);
  private static final Field<Long> OF_ATTEMPT =
      field(name("mailed_twice", "attempt_id"), Long.class);
  private static final Field<Boolean> BY_HAND =
      field(name("mailed_twice", "by_hand"), Boolean.class);

  private DoubleStore() {}

  /// For a query that has DELIVERY.
  ///
  /// @param byHand whether a person asked for it
  static Select<?> ofDelivery(boolean byHand) {
    return selectOne()
        .from(table(name("mailed_twice")))
        .where(OF_DELIVERY.eq(DELIVERY.ID))
        .and(BY_HAND.eq(byHand));
  }

  /// For a query that has ATTEMPT.
  static Select<?> takenAgainByHand() {
    return selectOne()
        .from(table(name("mailed_twice")))
        .where(OF_ATTEMPT.eq(ATTEMPT.ID))
        .and(BY_HAND.eq(true));
  }
}
