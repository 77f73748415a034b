package mailctl.webhook;

import mailctl.database.Tx;

/// PostgreSQL's notifications about the inbox.
final class NotificationStore {
  static final String CHANNEL = "mailctl_inbox";

  void notifyInbox(Tx tx) {
    tx.dsl().execute("notify " + CHANNEL);
  }
}
