package mailctl.inspect;

import java.util.function.Function;
import mailctl.database.Database;
import mailctl.database.Tx;

/// Reads of one moment: what several queries find fits together.
final class SnapshotStore {
  private final Database database;

  SnapshotStore(Database database) {
    this.database = database;
  }

  /// PostgreSQL refuses any write of `work`.
  <T> T read(Function<Tx, T> work) {
    return database.transaction(
        tx -> {
          tx.dsl().execute("set transaction isolation level repeatable read, read only");
          return work.apply(tx);
        });
  }
}
