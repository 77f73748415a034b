package mailctl.database;

import static mailctl.database.schema.Tables.INSTALLATION;

/// Reads the one row that says whose database this is.
public final class InstallationStore {
  public Installation read(Tx tx) {
    return tx.dsl()
        .select(INSTALLATION.ID, INSTALLATION.SECRET, INSTALLATION.GENERATION)
        .from(INSTALLATION)
        .fetchSingle(
            row -> new Installation(row.value1(), row.value2(), row.value3()));
  }
}
