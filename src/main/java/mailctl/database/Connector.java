package mailctl.database;

import java.sql.Connection;
import java.sql.SQLException;

/// Makes connections to one server.
interface Connector extends AutoCloseable {
  Connection connect(SessionOptions options) throws SQLException;

  @Override
  void close();
}
