package mailctl.webhook;

import java.util.Locale;

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
    return name().toLowerCase(Locale.ROOT);
  }

  static PostOrigin of(String sql) {
    return valueOf(sql.toUpperCase(Locale.ROOT));
  }
}
