package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;

/// An open transaction. Every store method that reads or writes takes one as its first argument, so
/// that one can see what is atomic. Never call a provider while holding one.
public final class Tx {
  private final DSLContext dsl;

  Tx(DSLContext dsl) {
    this.dsl = requireNonNull(dsl, "dsl is null");
  }

  /// Work within this transaction that can fail alone: when it throws, what it did is undone, and
  /// the transaction can go on.
  public <T> T attempt(Supplier<T> work) {
    return dsl.connectionResult(connection -> attempt(connection, work));
  }

  private static <T> T attempt(Connection connection, Supplier<T> work) throws SQLException {
    Savepoint before = connection.setSavepoint();
    T result;
    try {
      result = work.get();
    } catch (RuntimeException e) {
      try {
        connection.rollback(before);
      } catch (SQLException lost) {
        e.addSuppressed(lost);
        throw new DataAccessException("the transaction cannot go on", lost);
      }
      throw e;
    }
    connection.releaseSavepoint(before);
    return result;
  }

  /// For stores only.
  public DSLContext dsl() {
    return dsl;
  }
}
