package mailctl.inspect;

import java.time.Instant;

/// What settled a request that was in doubt, or showed later that it had been settled wrongly.
///
/// @param kind provider_event, email_logs, person, or own_answer: the answer to the call, too late
/// @param became what the request became by it
/// @param state what the request is now
/// @param mailedTwice how many of its deliveries were taken with it and again later
public record SettledDoubt(
    long submissionId,
    long scheduledEmailId,
    String eventSlug,
    int recipients,
    String kind,
    String became,
    String state,
    String who,
    String words,
    Instant at,
    int mailedTwice) {}
