package mailctl.database;

import java.time.Instant;

/// A time for what waits for something that has no time. It is stored like any other, so that no
/// query for what is due needs to know about it.
public final class NotYet {
  public static final Instant TIME = Instant.parse("9999-01-01T00:00:00Z");

  /// For who waits until it is decided which version of an email they get.
  public static final Instant VARIANT = Instant.parse("9999-02-01T00:00:00Z");

  private NotYet() {}
}
