package mailctl.bench;

import java.io.IOException;
import java.sql.SQLException;

/// One connection that takes posts; used by one thread.
interface Poster extends AutoCloseable {
  /// Sends post `n`, waits until it is taken, and says how many posts that were: 0 when it was
  /// refused.
  int post(int n) throws Exception;

  @Override
  void close() throws IOException, SQLException;

  /// Opens one connection.
  interface Target {
    Poster open() throws Exception;
  }
}
