package mailctl.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A provider that accepts everything after so many milliseconds and remembers nothing. It knows
/// just enough HTTP to cost little.
final class SendStubMain {
  private static final AtomicLong MESSAGES = new AtomicLong();

  private SendStubMain() {}

  static void main(String[] args) throws IOException {
    long delayNanos = Long.parseLong(args[0]) * 1_000_000;
    try (ServerSocket server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress())) {
      System.out.println("listening on http://127.0.0.1:" + server.getLocalPort());
      while (true) {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket, delayNanos));
      }
    }
  }

  private static void serve(Socket socket, long delayNanos) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(socket.getInputStream(), 65_536);
      for (long length = head(in); length >= 0; length = head(in)) {
        in.skipNBytes(length);
        if (delayNanos > 0) {
          LockSupport.parkNanos(delayNanos);
        }
        String answer =
            "HTTP/1.1 202 Accepted\r\nX-Message-Id: bench-%d\r\nContent-Length: 0\r\n\r\n"
                .formatted(MESSAGES.incrementAndGet());
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      // The client has gone.
    }
  }

  /// Reads a request's head and returns the length of its body; -1 at the end of the connection.
  private static long head(InputStream in) throws IOException {
    long length = 0;
    boolean any = false;
    for (String line = line(in); line != null; line = line(in)) {
      if (line.isEmpty()) {
        return length;
      }
      any = true;
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(line.substring(line.indexOf(':') + 1).strip());
      }
    }
    if (any) {
      throw new IOException("cut off");
    }
    return -1;
  }

  private static @org.jspecify.annotations.Nullable String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return null;
  }
}
