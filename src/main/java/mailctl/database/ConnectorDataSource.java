package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A connector in the shape that the pool and Flyway ask for. Hands out `first`, when there is one,
/// before it makes any.
final class ConnectorDataSource implements DataSource {
  private final Connector connector;
  private final SessionOptions options;
  private final AtomicReference<@Nullable Connection> first;

  ConnectorDataSource(Connector connector, SessionOptions options, @Nullable Connection first) {
    this.connector = requireNonNull(connector, "connector is null");
    this.options = requireNonNull(options, "options is null");
    this.first = new AtomicReference<>(first);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection ready = first.getAndSet(null);
    if (ready != null) {
      return ready;
    }
    try {
      return connector.connect(options);
    } catch (Refusal e) {
      throw new SQLException(e.getMessage(), "08001", e);
    }
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  /// So long does the pool wait at its end for a connection that is being made.
  @Override
  public int getLoginTimeout() {
    return 5;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("wraps no " + type.getName());
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
