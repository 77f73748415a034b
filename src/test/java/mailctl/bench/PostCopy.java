package mailctl.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.postgresql.PGConnection;

/// Stores many posts with one binary COPY.
final class PostCopy {
  /// As heavy as what SendGrid sends.
  static final String HEADERS =
      """
      {"Content-Length": "43210", "Content-Type": "application/json", "Host": "localhost",\
       "User-Agent": "SendGrid Event API",\
       "X-Twilio-Email-Event-Webhook-Signature": "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",\
       "X-Twilio-Email-Event-Webhook-Timestamp": "1600112502"}""";

  private static final String COPY =
      "copy webhook_post (received_at, body, headers, origin) from stdin with (format binary)";
  private static final byte[] MAGIC = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private PostCopy() {}

  static byte[] encode(List<byte[]> bodies, Instant receivedAt) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(MAGIC);
      out.writeInt(0);
      out.writeInt(0);
      for (byte[] body : bodies) {
        out.writeShort(4);
        out.writeInt(Long.BYTES);
        out.writeLong(Duration.between(EPOCH, receivedAt).toMillis() * 1000);
        field(out, body);
        field(out, ('\u0001' + HEADERS).getBytes(UTF_8));
        field(out, "signed".getBytes(UTF_8));
      }
      out.writeShort(-1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void field(DataOutputStream out, byte[] value) throws IOException {
    out.writeInt(value.length);
    out.write(value);
  }

  static void store(Connection connection, byte[] encoded) throws SQLException, IOException {
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(COPY, new ByteArrayInputStream(encoded));
  }
}
