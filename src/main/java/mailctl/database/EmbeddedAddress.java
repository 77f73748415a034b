package mailctl.database;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/// Where an embedded server listens, and what lets us in.
record EmbeddedAddress(int port, String password) {
  EmbeddedAddress {
    requireNonNull(password, "password is null");
  }

  Connection connect(SessionOptions options) throws SQLException {
    return options.connect(
        "jdbc:postgresql://127.0.0.1:"
            + port
            + "/"
            + Cluster.NAME
            + "?sslmode=disable&gssEncMode=disable",
        Optional.of(Cluster.NAME),
        Optional.of(password));
  }

  /// Nobody listens there any more, or by now somebody who does not know our password.
  static boolean isNotOurServer(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("08") || state.startsWith("28") || state.equals("3D000");
  }

  @Override
  public String toString() {
    return "127.0.0.1:" + port;
  }
}
