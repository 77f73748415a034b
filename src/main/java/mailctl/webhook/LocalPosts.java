package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import mailctl.database.Database;

/// Brings posts into the inbox that did not come by the network, simulated or recorded ones, and
/// wakes whoever works on it, in whatever process.
public final class LocalPosts {
  private final Database database;
  private final WebhookPostStore posts;
  private final NotificationStore notifications = new NotificationStore();
  private final InstantSource clock;

  public LocalPosts(Database database, WebhookPostStore posts, InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.posts = requireNonNull(posts, "posts is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// The bytes as they are; all or none.
  public List<WebhookPostId> add(List<byte[]> bodies) {
    return database.transaction(
        tx -> {
          // Heard when this is committed, as all notifications are.
          notifications.notifyInbox(tx);
          return bodies.stream()
              .map(body -> posts.insert(tx, body, Map.of(), PostOrigin.LOCAL, clock.instant()))
              .toList();
        });
  }
}
