package mailctl.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;

/// Sends requests that were made beforehand over one kept-alive connection: the client should cost
/// as little as it can.
final class HttpPoster implements Poster {
  private final Socket socket;
  private final OutputStream out;
  private final InputStream in;
  private final List<byte[]> requests;

  private HttpPoster(int port, List<byte[]> requests) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    this.socket.setTcpNoDelay(true);
    this.out = socket.getOutputStream();
    this.in = new BufferedInputStream(socket.getInputStream());
    this.requests = requests;
  }

  static Poster.Target to(int port, List<byte[]> requests) {
    return () -> new HttpPoster(port, requests);
  }

  @Override
  public int post(int n) throws IOException {
    out.write(requests.get(n % requests.size()));
    out.flush();
    return answer() == 204 ? 1 : 0;
  }

  private int answer() throws IOException {
    int status = Integer.parseInt(line().split(" ")[1]);
    long length = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String lower = line.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring(lower.indexOf(':') + 1).strip());
      }
    }
    in.skipNBytes(length);
    return status;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the listener closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /// A whole request, headers and body.
  static byte[] request(String headers, byte[] body) {
    byte[] head =
        ("POST /webhooks/sendgrid HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n%s\r\n"
                .formatted(body.length, headers))
            .getBytes(US_ASCII);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }
}
