package mailctl.sendgrid;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/// A server that handles each connection as a test wants it: the way to see resets and silence.
final class RawServer implements AutoCloseable {
  interface Handling {
    void handle(Socket socket) throws Exception;
  }

  private final ServerSocket server;
  final AtomicInteger connections = new AtomicInteger();

  RawServer(Handling handling) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try {
                  Socket socket = server.accept();
                  connections.incrementAndGet();
                  Thread.ofVirtual().start(() -> run(handling, socket));
                } catch (IOException _) {
                  return;
                }
              }
            });
  }

  private static void run(Handling handling, Socket socket) {
    try (socket) {
      handling.handle(socket);
    } catch (Exception _) {
      // The client is what is under test.
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /// Reads one request, headers and body. Returns the body, if there is one.
  static String readRequest(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new SocketException("closed");
      }
      head.append((char) next);
    }
    java.util.regex.Matcher length =
        java.util.regex.Pattern.compile("(?i)content-length: *(\\d+)").matcher(head);
    return length.find()
        ? new String(in.readNBytes(Integer.parseInt(length.group(1))), StandardCharsets.UTF_8)
        : "";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
