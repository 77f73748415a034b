package mailctl.webhook;

import mailctl.database.Tx;

/// PostgreSQL's notifications about the inbox.
final class NotificationStore {
  static final String CHANNEL = "mailctl_inbox";

  void notifyInbox(Tx tx) {
    tx.dsl().execute("notify " + CHANNEL);
  }

  /// How many other sessions hear of new posts: one for each daemon on this database. Those of
  /// another database user are not seen.
  int listeners(Tx tx) {
    return tx.dsl()
        .fetchSingle(
            "select count(*) from pg_stat_activity where datname = current_database()"
                + " and pid <> pg_backend_pid() and lower(query) = 'listen "
                + CHANNEL
                + "'")
        .get(0, Integer.class);
  }
}
