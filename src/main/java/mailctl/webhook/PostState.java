package mailctl.webhook;

import mailctl.database.SqlEnum;

/// Where a post stands in the inbox.
public enum PostState {
  RECEIVED,
  PROCESSED,
  PARKED,
  DISCARDED;

  String sql() {
    return SqlEnum.word(this);
  }

  static PostState of(String sql) {
    return SqlEnum.of(PostState.class, sql);
  }
}
