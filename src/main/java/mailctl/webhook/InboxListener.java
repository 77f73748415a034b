package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/// Hears, on a connection that it keeps, that another process stored a post. Made for one loop; a
/// lost connection is the pass's failure, and the next pass makes a new one.
public final class InboxListener implements AutoCloseable {
  private final DataSource dataSource;
  private final Runnable onPost;
  private final Duration patience;
  private @Nullable Connection connection;

  /// `patience` is how long one pass listens.
  public InboxListener(DataSource dataSource, Runnable onPost, Duration patience) {
    this.dataSource = requireNonNull(dataSource, "dataSource is null");
    this.onPost = requireNonNull(onPost, "onPost is null");
    this.patience = requireNonNull(patience, "patience is null");
  }

  /// Always true: it has waited already.
  public synchronized boolean runOnce() throws SQLException {
    try {
      Connection listening = connection == null ? connect() : connection;
      PGNotification[] heard =
          listening.unwrap(PGConnection.class).getNotifications((int) patience.toMillis());
      if (heard != null && heard.length > 0) {
        onPost.run();
      }
      return true;
    } catch (SQLException e) {
      close();
      throw e;
    }
  }

  private Connection connect() throws SQLException {
    Connection made = dataSource.getConnection();
    connection = made;
    made.setAutoCommit(true);
    try (Statement statement = made.createStatement()) {
      statement.execute("listen " + NotificationStore.CHANNEL);
    }
    // Whatever was told before nobody heard.
    onPost.run();
    return made;
  }

  @Override
  public synchronized void close() throws SQLException {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try (open;
          Statement statement = open.createStatement()) {
        // It goes back to a pool, whose next user must not hear it.
        statement.execute("unlisten *");
      }
    }
  }
}
