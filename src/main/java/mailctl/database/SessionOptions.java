package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/// How a session names itself and how long it waits for the server: `statementLimit` zero means for
/// ever, as migrations need.
record SessionOptions(String name, Duration statementLimit) {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  /// A transaction that its process forgot, or that hangs with it, must not hold its locks for
  /// ever.
  private static final Duration IDLE_LIMIT = Duration.ofMinutes(5);

  SessionOptions {
    requireNonNull(name, "name is null");
    requireNonNull(statementLimit, "statementLimit is null");
  }

  SessionOptions withoutLimit() {
    return new SessionOptions(name, Duration.ZERO);
  }

  /// What the URL says itself wins.
  Connection connect(String jdbcUrl, Optional<String> user, Optional<String> password)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("ApplicationName", name);
    properties.setProperty("connectTimeout", Long.toString(CONNECT_LIMIT.toSeconds()));
    properties.setProperty("tcpKeepAlive", "true");
    // Details quote whole rows, addresses included.
    properties.setProperty("logServerErrorDetail", "false");
    if (!statementLimit.isZero()) {
      // The server's limit comes first and leaves the connection whole; this one is for a network
      // that went silent.
      properties.setProperty("socketTimeout", Long.toString(statementLimit.toSeconds() + 30));
    }
    user.ifPresent(value -> properties.setProperty("user", value));
    password.ifPresent(value -> properties.setProperty("password", value));
    return withLimits(DriverManager.getConnection(jdbcUrl, properties));
  }

  /// By statements, as poolers in between refuse such options at the start of a session.
  private Connection withLimits(Connection connection) throws SQLException {
    if (statementLimit.isZero()) {
      return connection;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "set statement_timeout = %d; set idle_in_transaction_session_timeout = %d"
              .formatted(statementLimit.toMillis(), IDLE_LIMIT.toMillis()));
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
