package mailctl.campaign;

import mailctl.database.Tx;

/// For whoever writes down what happened long ago.
public final class SilenceStore {
  /// Until the end of the transaction no standing email answers what it changes.
  public void silence(Tx tx) {
    tx.dsl().execute("set local mailctl.silent = 'on'");
  }
}
