package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import mailctl.campaign.ScheduledEmail;

/// What a `send` came to.
///
/// @param planned deliveries that this run added
/// @param skipped those skipped by reason
/// @param halt why it stopped early, if it did
/// @param nextQueuedAt when the next delivery of the first round is due, if any is left
public record SendReport(
    ScheduledEmail email,
    int planned,
    EmailProgress progress,
    Map<String, Long> skipped,
    Optional<Halt> halt,
    Optional<Instant> nextQueuedAt) {
  public SendReport {
    requireNonNull(email, "email is null");
    requireNonNull(progress, "progress is null");
    skipped = Map.copyOf(skipped);
    requireNonNull(halt, "halt is null");
    requireNonNull(nextQueuedAt, "nextQueuedAt is null");
  }
}
