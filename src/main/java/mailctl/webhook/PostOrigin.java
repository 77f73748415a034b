package mailctl.webhook;

import mailctl.database.SqlEnum;

/// How much a stored post can be trusted: signed, shown by a token alone, taken while checking was
/// switched off, made on this machine (simulated, replayed from a file), or asked for, as the
/// webhook did not tell.
public enum PostOrigin {
  SIGNED,
  TOKEN,
  UNVERIFIED,
  LOCAL,
  BACKFILL;

  String sql() {
    return SqlEnum.word(this);
  }

  static PostOrigin of(String sql) {
    return SqlEnum.of(PostOrigin.class, sql);
  }
}
