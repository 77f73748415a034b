package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.util.List;
import mailctl.audience.EventId;
import mailctl.database.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the schedule in line with events that other applications changed or put in: an event that
/// moved moves what has not started, one that went live or was cancelled starts or stops its
/// emails.
public final class EventFollower {
  private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);
  private static final int BATCH = 500;

  private final Database database;
  private final EventUpdate eventUpdate;
  private final FollowStore store = new FollowStore();

  public EventFollower(Database database, EventUpdate eventUpdate) {
    this.database = requireNonNull(database, "database is null");
    this.eventUpdate = requireNonNull(eventUpdate, "eventUpdate is null");
  }

  /// Each event in a transaction of its own; returns how many emails changed.
  public int runOnce() {
    int changed = 0;
    for (EventId event : database.transaction(tx -> store.toFollow(tx, BATCH))) {
      List<ScheduleChange> changes = database.transaction(tx -> eventUpdate.follow(tx, event));
      for (ScheduleChange change : changes) {
        LOG.info(
            "email={} state=\"{}\" due={} because=event_changed",
            change.after().id(),
            change.after().standing(),
            change.after().dueAt().map(Object::toString).orElse("none"));
      }
      changed += changes.size();
    }
    return changed;
  }
}
