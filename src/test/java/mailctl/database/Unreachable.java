package mailctl.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;

/// A server that is not there.
final class Unreachable {
  static final DatabaseLocation LOCATION = new DatabaseLocation("PostgreSQL at nowhere", false);

  private Unreachable() {}

  static DatabaseSettings.External settings() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return new DatabaseSettings.External(
          "jdbc:postgresql://127.0.0.1:" + socket.getLocalPort() + "/mail",
          Optional.of("kim"),
          Optional.empty(),
          LOCATION);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Database database() {
    SessionOptions session = new SessionOptions("test", Duration.ofSeconds(5));
    return new Database(
        new ConnectorDataSource(new ExternalServer(settings()), session, null), LOCATION);
  }
}
