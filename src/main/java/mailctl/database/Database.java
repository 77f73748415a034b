package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jooq.Configuration;
import org.jooq.ConnectionProvider;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jooq.impl.DataSourceConnectionProvider;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.DefaultTransactionProvider;

/// The one way to the database: short transactions at read committed. Safe for use by many threads.
public final class Database {
  /// After that many deadlocks or serialization failures in a row something else is wrong.
  private static final int MAX_TRIES = 5;

  private final DataSource dataSource;
  private final DatabaseLocation location;
  private final DSLContext dsl;

  public Database(DataSource dataSource, DatabaseLocation location) {
    this.dataSource = requireNonNull(dataSource, "dataSource is null");
    this.location = requireNonNull(location, "location is null");
    this.dsl = DSL.using(configuration(dataSource));
  }

  /// Ours never nest, and without that promise each would cost a savepoint and two round trips
  /// more.
  private static Configuration configuration(DataSource dataSource) {
    ConnectionProvider connections = new DataSourceConnectionProvider(dataSource);
    return new DefaultConfiguration()
        .set(SQLDialect.POSTGRES)
        .set(connections)
        .set(new DefaultTransactionProvider(connections, false));
  }

  /// Where the data is, in words for a person.
  public DatabaseLocation location() {
    return location;
  }

  /// Runs `work` in a transaction and returns its result. `work` may run again, from the start,
  /// when PostgreSQL broke a deadlock with it: it must have no effects outside the transaction.
  ///
  /// @throws DatabaseUnavailableException when the server cannot be reached or went away
  public <T> T transaction(Function<Tx, T> work) {
    return repeating(
        () ->
            dsl.transactionResult(
                (Configuration configuration) -> work.apply(new Tx(configuration.dsl()))));
  }

  /// Runs one statement that is a transaction by itself: one round trip to the server instead of
  /// four. Not for two statements, each of which would be committed alone.
  ///
  /// @throws DatabaseUnavailableException as `transaction`
  public <T> T statement(Function<Tx, T> statement) {
    try {
      return statement.apply(new Tx(dsl));
    } catch (DataAccessException e) {
      throw SqlStates.isUnavailable(e) ? new DatabaseUnavailableException(location, e) : denied(e);
    }
  }

  /// As `transaction`, for work without a result.
  public void run(Consumer<Tx> work) {
    transaction(
        tx -> {
          work.accept(tx);
          return true;
        });
  }

  /// Runs `work` and rolls everything back: how `--dry-run` asks what would happen. As in
  /// `transaction`, it may run again.
  public <T> T rehearse(Function<Tx, T> work) {
    return repeating(() -> rolledBack(work));
  }

  private <T> T rolledBack(Function<Tx, T> work) {
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        return work.apply(new Tx(DSL.using(connection, SQLDialect.POSTGRES)));
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new DatabaseUnavailableException(location, e);
    }
  }

  /// A user without the privilege is told so; everything else stays what it is.
  private static RuntimeException denied(DataAccessException e) {
    if (!SqlStates.isDenied(e)) {
      return e;
    }
    Throwable cause = e.getCause();
    String words = cause == null ? e.getMessage() : cause.getMessage();
    Refusal refusal =
        new Refusal(
            Refusal.Kind.DENIED,
            "the database's user may not do this: "
                + String.valueOf(words).lines().findFirst().orElse("").replaceFirst("^ERROR: ", ""),
            "as a user with the role mailctl_app, or mailctl_owner to migrate");
    refusal.initCause(e);
    return refusal;
  }

  private <T> T repeating(Supplier<T> transaction) {
    for (int tries = 1; ; tries++) {
      try {
        return transaction.get();
      } catch (DataAccessException e) {
        if (SqlStates.isUnavailable(e)) {
          throw new DatabaseUnavailableException(location, e);
        }
        if (!SqlStates.isWorthRepeating(e) || tries == MAX_TRIES) {
          throw denied(e);
        }
      }
    }
  }
}
