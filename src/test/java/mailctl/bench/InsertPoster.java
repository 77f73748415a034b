package mailctl.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/// The floor of accepting: a bare insert of the same bytes into the same table, one post a
/// transaction, with nothing verified and no HTTP.
final class InsertPoster implements Poster {
  private static final String INSERT =
      "insert into webhook_post (received_at, body, headers, origin)"
          + " values (now(), ?, cast(? as jsonb), 'signed') returning id";

  private final Connection connection;
  private final PreparedStatement statement;
  private final List<byte[]> bodies;

  private InsertPoster(Connection connection, List<byte[]> bodies) throws SQLException {
    this.connection = connection;
    this.statement = connection.prepareStatement(INSERT);
    this.bodies = bodies;
  }

  static Poster.Target into(BenchDatabase database, List<byte[]> bodies) {
    return () -> new InsertPoster(database.connect(), bodies);
  }

  @Override
  public int post(int n) throws SQLException {
    statement.setBytes(1, bodies.get(n % bodies.size()));
    statement.setString(2, PostCopy.HEADERS);
    try (var rows = statement.executeQuery()) {
      return rows.next() ? 1 : 0;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
