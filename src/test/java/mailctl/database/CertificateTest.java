package mailctl.database;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import mailctl.support.CommandRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A PostgreSQL whose certificate nobody vouches for, or that of another host.
final class CertificateTest {
  private static final String PASSWORD = "changeit";

  @TempDir Path folder;

  @Test
  void one_that_does_not_verify_is_told_in_one_sentence() throws Exception {
    Path theirs = certificate("theirs", "localhost");
    Path others = certificate("others", "others.example");

    CommandRun.Result result = connect(theirs, pem(others));

    assertThat(result.exitCode()).as(result.toString()).isEqualTo(69);
    assertThat(result.stderr().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("mailctl: cannot reach PostgreSQL at localhost:")
        .contains("the server's certificate does not verify")
        .doesNotContain("Exception");
  }

  @Test
  void and_so_is_that_of_another_host() throws Exception {
    Path theirs = certificate("theirs", "elsewhere.example");

    CommandRun.Result result = connect(theirs, pem(theirs));

    assertThat(result.exitCode()).as(result.toString()).isEqualTo(69);
    assertThat(result.stderr().lines())
        .hasSize(2)
        .first()
        .asString()
        .startsWith("mailctl: cannot reach PostgreSQL at localhost:")
        .contains("the server's certificate does not verify: it is another host's")
        .doesNotContain("Exception");
  }

  private CommandRun.Result connect(Path store, Path trusted) throws Exception {
    SSLContext tls = tls(store);
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("localhost"))) {
      Thread.ofVirtual().start(() -> serve(server, tls));
      return CommandRun.create()
          .set(
              "database.url",
              "postgres://mailctl:x@localhost:%d/mailctl?sslmode=verify-full&sslrootcert=%s"
                  .formatted(server.getLocalPort(), trusted))
          .run("inspect");
    }
  }

  /// Says yes to TLS, as PostgreSQL does, and begins with it.
  private static void serve(ServerSocket server, SSLContext tls) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        if (socket.getInputStream().readNBytes(8).length < 8) {
          continue;
        }
        socket.getOutputStream().write('S');
        try (SSLSocket secured =
            (SSLSocket) tls.getSocketFactory().createSocket(socket, null, 0, true)) {
          secured.setUseClientMode(false);
          secured.startHandshake();
          secured.getInputStream().readAllBytes();
        }
      } catch (IOException e) {
        // Whoever does not trust us leaves.
      }
    }
  }

  private static SSLContext tls(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private Path certificate(String name, String host) throws Exception {
    Path store = folder.resolve(name + ".p12");
    keytool(
        "-genkeypair",
        "-alias",
        "it",
        "-keyalg",
        "EC",
        "-dname",
        "CN=" + host,
        "-ext",
        "san=dns:" + host,
        "-keystore",
        store.toString(),
        "-storetype",
        "PKCS12");
    return store;
  }

  private Path pem(Path store) throws Exception {
    Path file = Path.of(store + ".pem");
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "it",
        "-keystore",
        store.toString(),
        "-file",
        file.toString());
    assertThat(Files.size(file)).isPositive();
    return file;
  }

  private static void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }
}
