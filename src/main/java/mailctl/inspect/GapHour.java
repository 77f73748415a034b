package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// The hour (UTC) in which messages were accepted, how many, and what is owed of them.
public record GapHour(Instant hour, long accepted, Debt debt) {
  public GapHour {
    requireNonNull(hour, "hour is null");
    requireNonNull(debt, "debt is null");
  }
}
