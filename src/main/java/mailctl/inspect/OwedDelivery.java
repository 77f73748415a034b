package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/// An attempt that was accepted and whose end has not been heard of.
///
/// @param lastEventAt when it was last heard of; empty: never, and `processed` is owed, too
public record OwedDelivery(
    long deliveryId,
    int attempt,
    long scheduledEmailId,
    String eventSlug,
    String address,
    Instant acceptedAt,
    Optional<String> messageId,
    Optional<Instant> lastEventAt,
    boolean late) {
  public OwedDelivery {
    requireNonNull(acceptedAt, "acceptedAt is null");
    requireNonNull(messageId, "messageId is null");
    requireNonNull(lastEventAt, "lastEventAt is null");
  }
}
