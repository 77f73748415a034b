package mailctl.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import mailctl.sendgrid.SendGridEventWriter;

/// Posts that were received and not yet processed.
record Backlog(BenchDatabase database, Reports reports, int eventsPerPost) {
  private static final int POSTS_AT_A_TIME = 200;

  /// Puts them into the inbox.
  void store(List<Traffic.Item> items) throws SQLException, IOException {
    try (Connection connection = database.connect()) {
      int step = POSTS_AT_A_TIME * eventsPerPost;
      for (int from = 0; from < items.size(); from += step) {
        List<byte[]> bodies = bodies(items.subList(from, Math.min(items.size(), from + step)));
        PostCopy.store(connection, PostCopy.encode(bodies, Instant.now()));
      }
    }
  }

  /// The bodies alone.
  List<byte[]> bodies(List<Traffic.Item> items) {
    List<byte[]> bodies = new ArrayList<>();
    for (int from = 0; from < items.size(); from += eventsPerPost) {
      bodies.add(
          SendGridEventWriter.post(
              items.subList(from, Math.min(items.size(), from + eventsPerPost)).stream()
                  .map(item -> reports.of(item.type(), item.delivery()))
                  .toList()));
    }
    return bodies;
  }
}
