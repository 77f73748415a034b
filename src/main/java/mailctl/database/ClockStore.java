package mailctl.database;

import java.time.Instant;
import org.jooq.impl.DSL;

final class ClockStore {
  private ClockStore() {}

  static Instant serverTime(Tx tx) {
    return tx.dsl().select(DSL.field("clock_timestamp()", Instant.class)).fetchSingle().value1();
  }
}
