package mailctl.provider;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/// Something that the provider reported about one message to one recipient. Always "provider event"
/// in words, as `Event` is what people sign up for.
public sealed interface ProviderEvent {
  /// What all of them carry.
  Origin origin();

  /// When, about whom, and how to find the delivery. `email` can be empty in some drops;
  /// `messageId` is the part before the first dot, which is what the answer to the request called
  /// it.
  record Origin(
      Instant occurredAt,
      String email,
      Optional<String> reference,
      Optional<String> messageId,
      Optional<String> providerEventId,
      Optional<String> fullMessageId) {
    public Origin {
      requireNonNull(occurredAt, "occurredAt is null");
      requireNonNull(email, "email is null");
      requireNonNull(reference, "reference is null");
      requireNonNull(messageId, "messageId is null");
      requireNonNull(providerEventId, "providerEventId is null");
      requireNonNull(fullMessageId, "fullMessageId is null");
    }
  }

  /// Where and with what a message was looked at; parts can be empty.
  record Visit(String userAgent, String ip) {
    public Visit {
      requireNonNull(userAgent, "userAgent is null");
      requireNonNull(ip, "ip is null");
    }
  }

  record Processed(Origin origin) implements ProviderEvent {}

  /// The receiving server said "later"; the provider goes on trying by itself.
  record Deferred(Origin origin, String response, String providerAttempt)
      implements ProviderEvent {}

  record Delivered(Origin origin, String response) implements ProviderEvent {}

  /// Temporary: SendGrid's `bounce` of type `blocked`. The address itself is not to blame.
  record Blocked(Origin origin, BounceClass bounceClass, String smtpStatus, String reason)
      implements ProviderEvent {}

  /// Permanent: SendGrid's `bounce` of type `bounce`.
  record Bounced(Origin origin, BounceClass bounceClass, String smtpStatus, String reason)
      implements ProviderEvent {}

  /// The provider chose not to send.
  record Dropped(Origin origin, DropCause cause, String reason) implements ProviderEvent {}

  record SpamReported(Origin origin) implements ProviderEvent {}

  record Unsubscribed(Origin origin) implements ProviderEvent {}

  record GroupUnsubscribed(Origin origin, OptionalLong group) implements ProviderEvent {}

  record GroupResubscribed(Origin origin, OptionalLong group) implements ProviderEvent {}

  /// `machine`: the provider took it for a privacy proxy's fetch, not a person's.
  record Opened(Origin origin, boolean machine, Visit visit) implements ProviderEvent {}

  /// `link` tells links with the same address in one message apart; empty when unknown.
  record Clicked(Origin origin, String url, String link, Visit visit) implements ProviderEvent {}

  /// About the account, not about a message; carries no address.
  record AccountStatusChanged(Origin origin, String change) implements ProviderEvent {}

  /// A type that we do not know (yet): kept, never refused.
  record Unrecognized(Origin origin, String type) implements ProviderEvent {}
}
