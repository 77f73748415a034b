package mailctl.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The other floor of accepting: the same bytes by COPY, some megabytes a transaction.
final class CopyPoster implements Poster {
  private static final int BYTES = 4_000_000;
  private static final int POSTS = 1_000;

  private final Connection connection;
  private final byte[] encoded;
  private final int posts;

  private CopyPoster(Connection connection, byte[] encoded, int posts) {
    this.connection = connection;
    this.encoded = encoded;
    this.posts = posts;
  }

  static Poster.Target into(BenchDatabase database, List<byte[]> bodies, Instant now) {
    List<byte[]> many = new ArrayList<>();
    for (long bytes = 0; bytes < BYTES && many.size() < POSTS; bytes += many.getLast().length) {
      many.add(bodies.get(many.size() % bodies.size()));
    }
    byte[] encoded = PostCopy.encode(many, now);
    return () -> new CopyPoster(database.connect(), encoded, many.size());
  }

  @Override
  public int post(int n) throws SQLException, IOException {
    PostCopy.store(connection, encoded);
    return posts;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
