package mailctl.inspect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// One message that the provider accepted, with all that its provider events refer to.
public record AcceptedAttempt(
    long id,
    long submissionId,
    long deliveryId,
    int number,
    String address,
    String messageId,
    Instant acceptedAt,
    long scheduledEmailId,
    long eventId,
    long registrationId) {
  public AcceptedAttempt {
    requireNonNull(address, "address is null");
    requireNonNull(messageId, "messageId is null");
    requireNonNull(acceptedAt, "acceptedAt is null");
  }
}
