package mailctl.backfill;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// An accepted message to an address, as far as it matters for whose a list's entry is. `outcome`
/// is empty when nothing was heard of it.
record Candidate(
    long delivery,
    int number,
    Instant acceptedAt,
    boolean owed,
    String outcome,
    Optional<Instant> outcomeAt,
    Optional<Instant> spamReportedAt,
    Optional<Instant> unsubscribedAt) {
  Candidate {
    requireNonNull(acceptedAt, "acceptedAt is null");
    requireNonNull(outcome, "outcome is null");
    requireNonNull(outcomeAt, "outcomeAt is null");
    requireNonNull(spamReportedAt, "spamReportedAt is null");
    requireNonNull(unsubscribedAt, "unsubscribedAt is null");
  }
}
