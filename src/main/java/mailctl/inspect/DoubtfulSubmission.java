package mailctl.inspect;

import java.time.Duration;
import java.time.Instant;

/// A request that SendGrid may or may not have taken.
///
/// @param recipients how many attempts it carried
/// @param stillInDoubt how many of their deliveries nothing has settled since
/// @param age how long ago it was called
public record DoubtfulSubmission(
    long id,
    long scheduledEmailId,
    String emailName,
    String eventSlug,
    int recipients,
    int stillInDoubt,
    Instant calledAt,
    Duration age,
    String detail) {}
