package mailctl.webhook;

import java.util.Locale;

/// Where a post stands in the inbox.
public enum PostState {
  RECEIVED,
  PROCESSED,
  PARKED,
  DISCARDED;

  String sql() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PostState of(String sql) {
    return valueOf(sql.toUpperCase(Locale.ROOT));
  }
}
