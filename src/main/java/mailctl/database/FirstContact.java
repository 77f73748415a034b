package mailctl.database;

import java.sql.Connection;
import java.sql.SQLException;

/// The first connection of a process: finds out at once, without the pool's patience, what is wrong
/// with the server or with our way to it.
final class FirstContact {
  private static final int OLDEST_VERSION = 15;

  private FirstContact() {}

  static Connection connect(Connector server, SessionOptions session, DatabaseLocation location) {
    try {
      Connection connection = server.connect(session);
      int version = connection.getMetaData().getDatabaseMajorVersion();
      if (version < OLDEST_VERSION) {
        connection.close();
        throw tooOld(location, version);
      }
      return connection;
    } catch (SQLException e) {
      throw explained(location, e);
    }
  }

  static Refusal tooOld(DatabaseLocation location, int version) {
    return new Refusal(
        Refusal.Kind.CONFIG,
        "%s is version %d, and mailctl needs PostgreSQL %d or newer"
            .formatted(location, version, OLDEST_VERSION));
  }

  private static RuntimeException explained(DatabaseLocation location, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    if (state.startsWith("28")) {
      return new Refusal(
          Refusal.Kind.DENIED,
          location + " does not let us in (" + firstLine(e) + ")",
          "check user and password in database.url (DATABASE_URL), or database.user (PGUSER) and"
              + " database.password (PGPASSWORD)");
    }
    if (state.equals("3D000")) {
      return new Refusal(
          Refusal.Kind.CONFIG, location + " does not exist", "create it: createdb --encoding=UTF8");
    }
    return new DatabaseUnavailableException(location, e);
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
