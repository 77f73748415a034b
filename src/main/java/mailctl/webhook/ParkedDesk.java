package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import mailctl.database.Tx;

/// What a person decides about what is parked: try it again, which wakes whoever works on the inbox
/// in whatever process, or give it up.
public final class ParkedDesk {
  private final NotificationStore notifications = new NotificationStore();
  private final ParkedDeskStore store = new ParkedDeskStore();
  private final InstantSource clock;

  public ParkedDesk(InstantSource clock) {
    this.clock = requireNonNull(clock, "clock is null");
  }

  /// Puts parked or discarded posts back into the line; says how many there were.
  public int retryPosts(Tx tx, Collection<Long> ids) {
    notifications.notifyInbox(tx);
    return store.retryPosts(tx, ids);
  }

  /// Makes parked or discarded events due; says how many there were.
  public int retryEvents(Tx tx, Collection<Long> ids) {
    notifications.notifyInbox(tx);
    return store.retryEvents(tx, ids, clock.instant());
  }

  /// Gives parked posts up. The bytes stay until they are pruned.
  public int discardPosts(Tx tx, Collection<Long> ids, String by, String reason) {
    return store.discardPosts(tx, ids, new ParkedDeskStore.Words(now(), by, reason));
  }

  /// Gives parked events up: not even processing their post again applies them.
  public int discardEvents(Tx tx, Collection<Long> ids, String by, String reason) {
    return store.discardEvents(tx, ids, new ParkedDeskStore.Words(now(), by, reason));
  }

  private Instant now() {
    return clock.instant();
  }
}
