package mailctl.delivery;

import java.time.LocalDate;
import mailctl.database.Tx;
import org.jooq.impl.DSL;

/// The months of the provider events' history.
final class PartitionStore {
  void ensure(Tx tx, LocalDate month) {
    tx.dsl().execute("select ensure_provider_event_partition({0})", DSL.val(month));
  }
}
