package mailctl.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Statements over thousands of rows at a time, by plain JDBC: the same text every time, arrays
/// bound in binary, columns read by position. For stores only, and there only where it pays.
public final class ArraySql {
  /// Reads the row that `row` stands at.
  @FunctionalInterface
  public interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private ArraySql() {}

  /// How many rows it changed.
  public static int update(Tx tx, String sql, Consumer<ArrayBinder> bind) {
    return tx.dsl()
        .connectionResult(
            connection -> {
              try (PreparedStatement statement = prepare(connection, sql, bind)) {
                return statement.executeUpdate();
              }
            });
  }

  public static void query(Tx tx, String sql, Consumer<ArrayBinder> bind, RowReader reader) {
    tx.dsl()
        .connection(
            connection -> {
              try (PreparedStatement statement = prepare(connection, sql, bind);
                  ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                  reader.read(rows);
                }
              }
            });
  }

  public static Optional<Instant> time(ResultSet row, int column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? Optional.empty() : Optional.of(time.toInstant());
  }

  public static Optional<String> text(ResultSet row, int column) throws SQLException {
    @Nullable String text = row.getString(column);
    return Optional.ofNullable(text);
  }

  private static PreparedStatement prepare(
      Connection connection, String sql, Consumer<ArrayBinder> bind) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      bind.accept(new ArrayBinder(statement));
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }
}
