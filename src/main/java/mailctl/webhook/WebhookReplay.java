package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.database.Tx;

/// Puts posts into the inbox once more, and wakes whoever works on it, in whatever process. That is
/// always safe: an event that was applied before is a duplicate the second time.
public final class WebhookReplay {
  private final Database database;
  private final WebhookPostStore posts;
  private final NotificationStore notifications = new NotificationStore();
  private final InboxSignal signal;
  private final InstantSource clock;

  public WebhookReplay(
      Database database, WebhookPostStore posts, InboxSignal signal, InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.posts = requireNonNull(posts, "posts is null");
    this.signal = requireNonNull(signal, "signal is null");
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// All or none: an unknown id is refused. Says how many posts; a dry run only counts.
  public int posts(Collection<WebhookPostId> ids, boolean dryRun) {
    return run(
        tx -> {
          TreeSet<Long> unknown = new TreeSet<>();
          for (WebhookPostId id : ids) {
            if (posts.find(tx, id).isEmpty()) {
              unknown.add(id.value());
            }
          }
          if (!unknown.isEmpty()) {
            throw new Refusal(
                Refusal.Kind.NOT_FOUND,
                "no webhook post " + unknown.first() + " in " + database.location(),
                "mailctl replay --since 2h --dry-run");
          }
          return posts.receiveAgain(tx, ids);
        },
        dryRun);
  }

  /// A post's bytes from elsewhere, as they are.
  public WebhookPostId bytes(byte[] body) {
    return bytes(List.of(body)).getFirst();
  }

  /// All or none.
  public List<WebhookPostId> bytes(List<byte[]> bodies) {
    List<WebhookPostId> ids =
        database.transaction(
            tx -> {
              notifications.notifyInbox(tx);
              return bodies.stream()
                  .map(body -> posts.insert(tx, body, Map.of(), PostOrigin.LOCAL, clock.instant()))
                  .toList();
            });
    signal.posted();
    return ids;
  }

  private int run(Function<Tx, Integer> work, boolean dryRun) {
    if (dryRun) {
      return database.rehearse(work);
    }
    int count =
        database.transaction(
            tx -> {
              // Heard by others when this is committed, as all notifications are.
              notifications.notifyInbox(tx);
              return work.apply(tx);
            });
    signal.posted();
    return count;
  }
}
