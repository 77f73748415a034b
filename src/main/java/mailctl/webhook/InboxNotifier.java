package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import mailctl.database.Database;

/// Wakes the workers of other processes with `NOTIFY mailctl_inbox`, in a transaction of its own: a
/// notification inside the accepting transactions would make PostgreSQL commit them one by one. Any
/// number of posts within the throttle are one notification, and the last post is never without
/// one. Made for one loop, which a post wakes and `nextDue` reminds.
public final class InboxNotifier {
  private final Database database;
  private final NotificationStore notifications = new NotificationStore();
  private final Duration throttle;
  private final InstantSource clock;
  private final AtomicBoolean pending = new AtomicBoolean();
  private volatile Instant notBefore = Instant.MIN;

  public InboxNotifier(
      Database database, InboxSignal signal, Duration throttle, InstantSource clock) {
    this.database = requireNonNull(database, "database is null");
    this.throttle = requireNonNull(throttle, "throttle is null");
    this.clock = requireNonNull(clock, "clock is null");
    signal.onPost(() -> pending.set(true));
  }

  /// Whether it told anybody.
  public boolean runOnce() {
    Instant now = clock.instant();
    if (now.isBefore(notBefore) || !pending.getAndSet(false)) {
      return false;
    }
    notBefore = now.plus(throttle);
    try {
      database.run(notifications::notifyInbox);
    } catch (RuntimeException e) {
      pending.set(true);
      throw e;
    }
    return true;
  }

  /// When what was held back may be told.
  public Optional<Instant> nextDue() {
    return pending.get() ? Optional.of(notBefore) : Optional.empty();
  }
}
