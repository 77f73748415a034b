package mailctl.inspect;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A scheduled email at a glance.
///
/// @param late how long it has been due while nobody sent it, when that is more than ten minutes
/// @param canary how the first recipients did, when the rest waits for them or was held back
/// @param variants how it stands between its versions, of one that has started and has several
public record EmailSummary(
    long id,
    long eventId,
    String eventSlug,
    String name,
    String kind,
    String status,
    Optional<String> statusReason,
    String trigger,
    Optional<Instant> dueAt,
    Optional<Instant> startedAt,
    Optional<Instant> finishedAt,
    StatusCounts deliveries,
    Optional<Duration> late,
    Optional<String> canary,
    Optional<String> variants) {

  /// "45 minutes late".
  public Optional<String> lateWords() {
    return late.map(Lateness::words);
  }
}
