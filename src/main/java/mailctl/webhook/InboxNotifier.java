package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicBoolean;
import mailctl.database.Database;

/// Wakes the workers of other processes with `NOTIFY mailctl_inbox`, in a transaction of its own: a
/// notification inside the accepting transactions would make PostgreSQL commit them one by one. The
/// loop that calls it decides how often; any number of posts in between are one notification.
public final class InboxNotifier {
  private final Database database;
  private final NotificationStore notifications;
  private final AtomicBoolean pending = new AtomicBoolean();

  public InboxNotifier(Database database, NotificationStore notifications, InboxSignal signal) {
    this.database = requireNonNull(database, "database is null");
    this.notifications = requireNonNull(notifications, "notifications is null");
    signal.onPost(() -> pending.set(true));
  }

  /// Whether there was something to tell.
  public boolean runOnce() {
    if (!pending.getAndSet(false)) {
      return false;
    }
    database.run(notifications::notifyInbox);
    return true;
  }
}
