package mailctl.campaign;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/// What a person did to a scheduled email.
public record EmailOperation(long id, Kind kind, String who, Instant at) {
  public enum Kind {
    PAUSED,
    RESUMED,
    CANCELLED,
    MOVED;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public EmailOperation {
    requireNonNull(kind, "kind is null");
    requireNonNull(who, "who is null");
    requireNonNull(at, "at is null");
  }

  /// "paused by kim at 2026-06-01T12:00:00Z".
  public String words() {
    return kind.text() + " by " + who + " at " + at.truncatedTo(ChronoUnit.SECONDS);
  }
}
