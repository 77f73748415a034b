package mailctl.bench;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/// The floor of every command that asks the database: the driver, one query, nothing else.
final class OneQueryMain {
  private OneQueryMain() {}

  public static void main(String[] args) throws Exception {
    try (Connection connection = DriverManager.getConnection(args[0]);
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    }
  }
}
