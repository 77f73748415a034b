package mailctl.inspect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A request that SendGrid may or may not have taken.
///
/// @param recipients how many attempts it carried
/// @param stillInDoubt how many of their deliveries nothing has settled since
/// @param addresses the first of its recipients
/// @param age how long ago it was called
/// @param detail why it is in doubt
/// @param logs when SendGrid's Email Logs were last asked about it, and why they did not settle it
public record DoubtfulSubmission(
    long id,
    long scheduledEmailId,
    String emailName,
    String eventSlug,
    int recipients,
    int stillInDoubt,
    List<String> addresses,
    Instant calledAt,
    Duration age,
    String detail,
    Optional<Inquiry> logs) {
  public record Inquiry(Instant askedAt, String words) {}

  public DoubtfulSubmission {
    addresses = List.copyOf(addresses);
  }
}
