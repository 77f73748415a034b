package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;

/// One outcome as one provider event spoke it. `detail` is the bounce class or drop cause in lower case,
/// empty for outcomes that have none.
record Verdict(Outcome outcome, Instant at, UUID fingerprint, String detail, String reason)
    implements Comparable<Verdict> {
  /// Strength first; the later event breaks a tie, and the fingerprint one of the same second. Java's
  /// order of UUIDs will do: it only has to be the same everywhere.
  private static final Comparator<Verdict> ORDER =
      Comparator.comparing(Verdict::outcome)
          .thenComparing(Verdict::at)
          .thenComparing(Verdict::fingerprint);

  Verdict {
    requireNonNull(outcome, "outcome is null");
    requireNonNull(at, "at is null");
    requireNonNull(fingerprint, "fingerprint is null");
    requireNonNull(detail, "detail is null");
    requireNonNull(reason, "reason is null");
  }

  @Override
  public int compareTo(Verdict other) {
    return ORDER.compare(this, other);
  }
}
