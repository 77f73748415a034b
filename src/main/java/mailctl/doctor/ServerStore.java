package mailctl.doctor;

import mailctl.database.Tx;

/// Asks the server about itself.
final class ServerStore {
  private ServerStore() {}

  static String version(Tx tx) {
    return tx.dsl()
        .fetchSingle("select split_part(current_setting('server_version'), ' ', 1)")
        .get(0, String.class);
  }
}
