package mailctl.inspect;

import java.time.Instant;
import java.util.Optional;

/// One delivery in a list.
///
/// @param unsubscribed the badge: its recipient opted out by it, whatever its status
/// @param statusAt when the status became so, by the provider event's time where one decided
/// @param dueAt when the next attempt is due; a queued one without waits for the canary of its
///   email, or for its version
/// @param choosing it waits until it is decided which version of its email it gets
public record DeliveryRow(
    long id,
    long scheduledEmailId,
    String emailName,
    String eventSlug,
    String address,
    DeliveryStatus status,
    boolean unsubscribed,
    Optional<String> skipReason,
    String reason,
    Optional<String> blockClass,
    int attempts,
    Instant statusAt,
    Optional<Instant> dueAt,
    boolean choosing) {}
