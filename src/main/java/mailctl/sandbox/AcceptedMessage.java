package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/// A message that SendGrid accepted at that time; `recipient` tells those of one message id apart.
public record AcceptedMessage(
    SimulatedEvent.Message message, String recipient, Instant acceptedAt) {
  public AcceptedMessage {
    requireNonNull(message, "message is null");
    requireNonNull(recipient, "recipient is null");
    requireNonNull(acceptedAt, "acceptedAt is null");
  }
}
