package mailctl.database;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/// What the SQLSTATE behind an exception means for whoever gets it.
final class SqlStates {
  private SqlStates() {}

  /// A connection never made or lost (class 08), a server that is starting or going down (57P01 to
  /// 57P03) or out of connections (53300), or one that only reads (25006), as a standby does.
  static boolean isUnavailable(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        if (state.startsWith("08")
            || state.startsWith("57P0")
            || state.equals("53300")
            || state.equals("25006")) {
          return true;
        }
      }
    }
    return false;
  }

  /// Out of disk or memory (class 53), or a failing file system (class 58).
  static boolean isOutOfMeans(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        String state = sql.getSQLState();
        if (state.startsWith("53") || state.startsWith("58")) {
          return true;
        }
      }
    }
    return false;
  }

  /// A statement was broken off: by a person's word or its time limit.
  static boolean isCancelled(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && "57014".equals(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /// A serialization failure or a deadlock: the same work may succeed when done again.
  static boolean isWorthRepeating(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && ("40001".equals(sql.getSQLState()) || "40P01".equals(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }
}
