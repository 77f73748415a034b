package mailctl.inspect;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// One attempt: the request it travelled in and what became of it.
///
/// @param rejection the provider's words when it refused this recipient by name
public record AttemptHistory(
    int number,
    String origin,
    String address,
    Request submission,
    Optional<String> rejection,
    Optional<Outcome> outcome,
    Facts facts) {
  boolean wasTaken() {
    return submission.state().equals("accepted") && rejection.isEmpty();
  }

  /// By the receiving server, or by the provider itself.
  boolean wasRefused() {
    return outcome
        .filter(last -> Set.of("blocked", "dropped", "bounced").contains(last.kind()))
        .isPresent();
  }

  /// Its place in an API request that it may have shared with up to 999 others.
  public record Request(
      long id,
      String state,
      Optional<String> messageId,
      String detail,
      int recipients,
      Instant claimedAt,
      Instant leaseUntil,
      Optional<Instant> calledAt,
      Optional<Instant> settledAt) {}

  /// The strongest that the provider said about it so far.
  public record Outcome(
      String kind, Instant at, Optional<String> blockClass, Optional<String> reason) {}

  /// What stands beside the outcome and never changes it.
  public record Facts(
      Visits opens,
      Visits machineOpens,
      Visits clicks,
      Visits machineClicks,
      Optional<Instant> spamReportedAt,
      Optional<Instant> unsubscribedAt) {}

  /// How often, first and last: by a person, or by a machine, as the names say.
  public record Visits(int count, Optional<Instant> first, Optional<Instant> last) {}
}
