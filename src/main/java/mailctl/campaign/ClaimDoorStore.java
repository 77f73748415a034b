package mailctl.campaign;

import mailctl.database.Tx;

/// The door before the deliveries of an email. Whoever claims some goes through it, any number at a
/// time; whoever stops the email closes it and so waits until those inside have committed, while
/// nobody else goes in. So what is committed as claimed was claimed before the stop, and whoever
/// comes after it sees it. An advisory lock has a fair queue, writes nothing and is gone with its
/// transaction. To be taken after the email's row and before its deliveries'.
public final class ClaimDoorStore {
  /// To look at the email's status only after this, in a statement of its own.
  public void enter(Tx tx, ScheduledEmailId email) {
    tx.dsl().execute("select pg_advisory_xact_lock_shared(" + key(email) + ")");
  }

  /// Until the end of the transaction.
  public void close(Tx tx, ScheduledEmailId email) {
    tx.dsl().execute("select pg_advisory_xact_lock(" + key(email) + ")");
  }

  private static String key(ScheduledEmailId email) {
    return "hashtextextended('mailctl.claim." + email.value() + "', 0)";
  }
}
