package mailctl.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.postgresql.PGConnection;

/// The floor of processing: what PostgreSQL itself needs for the least that must be written, in
/// batches as large as mailctl's. A bare COPY into the history and one bare UPDATE of the attempts,
/// nothing read, parsed, matched or derived.
final class ApplyFloor implements Poster {
  static final int BATCH = 2_000;

  private static final String COPY =
      "copy provider_event (occurred_at, fingerprint, type, delivery_id, attempt_id, email, reason,"
          + " sg_event_id, sg_message_id, webhook_post_id, received_at) from stdin";
  private static final String UPDATE =
      """
      update attempt a set outcome = 'delivered', outcome_at = now(),
        outcome_fingerprint = gen_random_uuid(), first_event_at = now(), last_event_at = now(),
        delivered_at = now()
      from unnest(?::bigint[]) as u (id) where a.id = u.id
      """;

  private final Connection connection;
  private final PreparedStatement update;
  private final List<Traffic.Item> items;
  private final int deliveries;

  private ApplyFloor(Connection connection, List<Traffic.Item> items, int deliveries)
      throws SQLException {
    this.connection = connection;
    this.items = items;
    this.deliveries = deliveries;
    connection.setAutoCommit(false);
    this.update = connection.prepareStatement(UPDATE);
  }

  static Poster.Target into(BenchDatabase database, List<Traffic.Item> items, int deliveries) {
    return () -> new ApplyFloor(database.connect(), items, deliveries);
  }

  @Override
  public int post(int n) throws Exception {
    List<Traffic.Item> batch = items.subList(n * BATCH, Math.min(items.size(), (n + 1) * BATCH));
    connection
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyIn(COPY, new ByteArrayInputStream(rows(batch).getBytes(UTF_8)));
    Long[] ids = batch.stream().map(item -> (long) item.delivery()).sorted().toArray(Long[]::new);
    update.setArray(1, connection.createArrayOf("bigint", ids));
    update.executeUpdate();
    connection.commit();
    return batch.size();
  }

  private String rows(List<Traffic.Item> batch) {
    Instant now = Instant.now();
    StringBuilder rows = new StringBuilder();
    for (Traffic.Item item : batch) {
      int id = item.delivery();
      String messageId = Population.messageId(id);
      rows.append(now).append('\t').append(UUID.randomUUID()).append("\tdelivered\t");
      rows.append(id).append('\t').append(id).append('\t');
      rows.append(Population.email(id, deliveries)).append("\t250 2.0.0 OK 1720000000 gsmtp\t");
      rows.append("ZGVsaXZlcmVk%08d01\t".formatted(id))
          .append(messageId)
          .append(".recvd-5f54b5\t1\t");
      rows.append(now).append('\n');
    }
    return rows.toString();
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
