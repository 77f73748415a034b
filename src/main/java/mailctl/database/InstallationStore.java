package mailctl.database;

import static mailctl.database.schema.Tables.INSTALLATION;

import org.jooq.Field;
import org.jooq.impl.DSL;

/// Reads the one row that says whose database this is.
public final class InstallationStore {
  /// A reader who may not see the secret gets another one, with which nothing counts.
  public Installation read(Tx tx) {
    boolean whole =
        tx.dsl()
            .fetchSingle("select has_column_privilege('installation', 'secret', 'select')")
            .get(0, Boolean.class);
    Field<byte[]> secret =
        whole
            ? INSTALLATION.SECRET
            : DSL.field("sha256(gen_random_uuid()::text::bytea)", byte[].class);
    return tx.dsl()
        .select(INSTALLATION.ID, secret, INSTALLATION.GENERATION)
        .from(INSTALLATION)
        .fetchSingle(row -> new Installation(row.value1(), row.value2(), row.value3()));
  }
}
