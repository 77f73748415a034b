package mailctl.torture;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/// A PostgreSQL of the torture's own, as durable as one in earnest, which stops the hard way and
/// starts again on the same port.
final class TortureServer implements AutoCloseable {
  /// How PostgreSQL is told to stop.
  enum Stop {
    /// Cuts all connections off and writes everything down.
    FAST("INT"),
    /// Writes nothing down: the next start is a recovery from a crash.
    IMMEDIATE("QUIT");

    private final String signal;

    Stop(String signal) {
      this.signal = signal;
    }
  }

  private static final Duration START_PATIENCE = Duration.ofSeconds(60);
  private static final long STOP_PATIENCE_S = 60;

  private final Path data;
  private final int port;
  private EmbeddedPostgres running;

  private TortureServer(Path data, int port) throws IOException {
    this.data = data;
    this.port = port;
    this.running = launch(data, port);
  }

  static TortureServer start(Path folder, int port) throws IOException, SQLException {
    // It says so when it is asked to stop what was stopped already.
    if (LoggerFactory.getLogger("io.zonky") instanceof Logger logger) {
      logger.setLevel(Level.OFF);
    }
    TortureServer server = new TortureServer(folder.resolve("data"), port);
    for (String setting : new String[] {"fsync", "synchronous_commit"}) {
      if (!server.setting(setting).equals("on")) {
        server.close();
        throw new IllegalStateException("this PostgreSQL runs without " + setting);
      }
    }
    return server;
  }

  private static EmbeddedPostgres launch(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("shared_buffers", "64MB")
        .setPGStartupWait(START_PATIENCE)
        .start();
  }

  String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres";
  }

  /// The caller closes it.
  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl());
  }

  private String setting(String name) throws SQLException {
    try (Connection connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("show " + name)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /// Stops it, leaves it away for that long, and starts it.
  synchronized void restart(Stop how, Duration away) throws IOException, InterruptedException {
    signal(how);
    running.close();
    Thread.sleep(away);
    running = launch(data, port);
  }

  private void signal(Stop how) throws IOException, InterruptedException {
    Optional<ProcessHandle> postmaster = postmaster();
    if (postmaster.isEmpty()) {
      return;
    }
    long pid = postmaster.get().pid();
    new ProcessBuilder("kill", "-" + how.signal, Long.toString(pid)).start().waitFor();
    try {
      postmaster.get().onExit().get(STOP_PATIENCE_S, TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      throw new IOException("PostgreSQL does not stop", e);
    }
  }

  private Optional<ProcessHandle> postmaster() throws IOException {
    Path file = data.resolve("postmaster.pid");
    return Files.exists(file)
        ? ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst().strip()))
        : Optional.empty();
  }

  /// Its folder can be deleted then.
  @Override
  public synchronized void close() throws IOException {
    try {
      signal(Stop.FAST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    running.close();
  }
}
