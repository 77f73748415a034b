package mailctl.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mailctl.database.DatabaseSettings;
import mailctl.database.OpenDatabase;

/// A migrated PostgreSQL of the bench's own, started as mailctl starts its embedded one: with
/// fsync, and nothing tuned. The test suite's server has no fsync and is no good for figures.
final class BenchDatabase implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final long STOP_PATIENCE_S = 20;

  private final Path stateDirectory;
  private final OpenDatabase open;

  private BenchDatabase(Path stateDirectory, OpenDatabase open) {
    this.stateDirectory = stateDirectory;
    this.open = open;
  }

  static BenchDatabase start(Path folder) {
    Path state = folder.resolve("state");
    OpenDatabase open = OpenDatabase.open(new DatabaseSettings.Embedded(state), CONNECTIONS);
    BenchDatabase database = new BenchDatabase(state, open);
    if (!database.text("show fsync").equals("on")) {
      database.close();
      throw new IllegalStateException("this PostgreSQL runs without fsync");
    }
    return database;
  }

  Path stateDirectory() {
    return stateDirectory;
  }

  /// Outside of any pool; the caller closes it.
  Connection connect() {
    return open.connect();
  }

  void run(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  String text(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  long number(String query) {
    return Long.parseLong(text(query));
  }

  /// Nothing may be left running, whoever else may still seem to be connected.
  @Override
  public void close() {
    Optional<ProcessHandle> server = server();
    open.close();
    server.filter(ProcessHandle::isAlive).ifPresent(BenchDatabase::stop);
  }

  private Optional<ProcessHandle> server() {
    try {
      String pid = Files.readAllLines(stateDirectory.resolve("data/postmaster.pid")).getFirst();
      return ProcessHandle.of(Long.parseLong(pid.strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static void stop(ProcessHandle server) {
    server.destroy();
    try {
      server.onExit().get(STOP_PATIENCE_S, TimeUnit.SECONDS);
    } catch (Exception e) {
      server.destroyForcibly();
    }
  }
}
