package mailctl.database;

import java.sql.Connection;
import java.sql.SQLException;

/// Somebody's server: we connect to it and leave it alone otherwise.
record ExternalServer(DatabaseSettings.External settings) implements Connector {
  @Override
  public Connection connect(SessionOptions options) throws SQLException {
    return options.connect(settings.jdbcUrl(), settings.user(), settings.password());
  }

  @Override
  public void close() {}
}
