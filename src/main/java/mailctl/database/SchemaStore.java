package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.sql.SQLException;
import org.jooq.exception.DataAccessException;

/// Reads what Flyway wrote down.
final class SchemaStore {
  private static final String UNDEFINED_TABLE = "42P01";

  private SchemaStore() {}

  /// One cheap query; 0 when nothing was ever migrated.
  static int installedVersion(Database database) {
    try {
      return database.transaction(SchemaStore::newestInstalled);
    } catch (DataAccessException e) {
      if (e.getCause() instanceof SQLException sql && UNDEFINED_TABLE.equals(sql.getSQLState())) {
        return 0;
      }
      throw e;
    }
  }

  private static int newestInstalled(Tx tx) {
    return requireNonNull(
        tx.dsl()
            .fetchSingle(
                "select coalesce(max(version::int), 0) from flyway_schema_history where success")
            .get(0, Integer.class));
  }
}
