package mailctl.webhook;

import static java.util.Objects.requireNonNull;

import mailctl.database.Database;

/// Who else is at work on a database.
public final class Daemons {
  private final Database database;
  private final NotificationStore store = new NotificationStore();

  public Daemons(Database database) {
    this.database = requireNonNull(database, "database is null");
  }

  /// Whether a `serve`, or another demo, runs on it now, as far as our database user may see.
  public boolean any() {
    return database.transaction(store::listeners) > 0;
  }
}
