package mailctl.delivery;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.campaign.ScheduledEmail;

/// What a `send` came to.
///
/// @param planned deliveries that this run added
/// @param brokenOff it was stopped while it planned, and nothing was
/// @param run what this run did, whoever planned it
/// @param progress where all of its deliveries are now, or the one that was asked for
/// @param skipped those skipped by reason
/// @param troubles the provider's most frequent words about those that failed or are in doubt
/// @param halt why it stopped early, if it did
/// @param nextQueuedAt when the next delivery of the first round is due, if any is left
/// @param canary those who went first, if the email went out in two steps
/// @param experiment how far its versions are, if it has several
public record SendReport(
    ScheduledEmail email,
    int planned,
    boolean brokenOff,
    Dispatched run,
    EmailProgress progress,
    Map<String, Long> skipped,
    List<Trouble> troubles,
    Optional<Halt> halt,
    Optional<Instant> nextQueuedAt,
    Optional<Canary> canary,
    Optional<ExperimentState> experiment) {
  /// So many deliveries are in that state, and this is what was said about them.
  public record Trouble(DeliveryStatus status, String words, long deliveries) {
    public Trouble {
      requireNonNull(status, "status is null");
      requireNonNull(words, "words is null");
    }
  }

  public SendReport {
    requireNonNull(email, "email is null");
    requireNonNull(run, "run is null");
    requireNonNull(progress, "progress is null");
    skipped = Map.copyOf(skipped);
    troubles = List.copyOf(troubles);
    requireNonNull(halt, "halt is null");
    requireNonNull(nextQueuedAt, "nextQueuedAt is null");
    requireNonNull(canary, "canary is null");
    requireNonNull(experiment, "experiment is null");
  }
}
