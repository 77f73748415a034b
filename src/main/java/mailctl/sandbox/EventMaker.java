package mailctl.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderEvent.Origin;
import mailctl.sendgrid.SendGridEvent;

/// Makes the events about one message, with the ids that SendGrid would give them. The sandbox's
/// stories and the simulated ones are both told with it.
final class EventMaker {
  private final SimulatedEvent.Message message;
  private final String recipient;
  private final Optional<String> fullId;

  /// `recipient` tells those of one message id apart.
  EventMaker(SimulatedEvent.Message message, String recipient, Optional<String> fullId) {
    this.message = requireNonNull(message, "message is null");
    this.recipient = requireNonNull(recipient, "recipient is null");
    this.fullId = requireNonNull(fullId, "fullId is null");
  }

  SendGridEvent processed(Instant at) {
    return plain(SimulatedEvent.PROCESSED, "processed", at);
  }

  /// `number` counts SendGrid's own tries, from 0.
  SendGridEvent deferred(Instant at, int number) {
    return event(
        new ProviderEvent.Deferred(
            origin("deferred-" + number, at), SimulatedEvent.TRY_LATER, Integer.toString(number)));
  }

  SendGridEvent delivered(Instant at) {
    return caused(
        SimulatedEvent.DELIVERED,
        origin("delivered-0", at),
        SimulatedEvent.Cause.saying("250 2.0.0 OK " + at.getEpochSecond() + " sandbox - smtp"));
  }

  SendGridEvent bounced(Instant at) {
    return caused(
        SimulatedEvent.BOUNCE,
        origin("bounce-0", at),
        SimulatedEvent.Cause.of(BounceClass.INVALID_ADDRESS));
  }

  SendGridEvent blocked(Instant at, BounceClass bounceClass) {
    return caused(
        SimulatedEvent.BLOCKED, origin("bounce-0", at), SimulatedEvent.Cause.of(bounceClass));
  }

  SendGridEvent dropped(Instant at, DropCause cause) {
    return caused(
        SimulatedEvent.DROPPED,
        origin("drop", at),
        new SimulatedEvent.Cause(BounceClass.TECHNICAL, cause, ""));
  }

  /// The receiving server took the message and sent it back later: SendGrid no longer knows which
  /// message it was.
  SendGridEvent bouncedLate(Instant at) {
    Origin known = origin("bounce-1", at);
    Origin unknown =
        new Origin(
            known.occurredAt(),
            known.email(),
            known.reference(),
            Optional.empty(),
            known.providerEventId(),
            Optional.empty());
    return event(
        new ProviderEvent.Bounced(
            unknown, BounceClass.INVALID_ADDRESS, "5.1.1", SimulatedEvent.GONE));
  }

  SendGridEvent opened(Instant at) {
    return plain(SimulatedEvent.OPEN, "open", at);
  }

  SendGridEvent openedByMachine(Instant at) {
    return plain(SimulatedEvent.MACHINE_OPEN, "machine-open", at);
  }

  SendGridEvent clicked(Instant at) {
    return plain(SimulatedEvent.CLICK, "click", at);
  }

  SendGridEvent spamReported(Instant at) {
    return plain(SimulatedEvent.SPAMREPORT, "spamreport", at);
  }

  SendGridEvent unsubscribed(Instant at) {
    return plain(SimulatedEvent.UNSUBSCRIBE, "unsubscribe", at);
  }

  SendGridEvent groupUnsubscribed(Instant at) {
    return plain(SimulatedEvent.GROUP_UNSUBSCRIBE, "group_unsubscribe", at);
  }

  private SendGridEvent plain(SimulatedEvent kind, String idPrefix, Instant at) {
    return caused(kind, origin(idPrefix, at), SimulatedEvent.Cause.saying(""));
  }

  private SendGridEvent caused(SimulatedEvent kind, Origin origin, SimulatedEvent.Cause cause) {
    return event(kind.event(origin, cause));
  }

  private SendGridEvent event(ProviderEvent event) {
    return new SendGridEvent(event, message.customArgs());
  }

  private Origin origin(String idPrefix, Instant at) {
    String id = idPrefix + "-1-" + message.messageId().orElse("") + "-" + recipient;
    return new Origin(
        at,
        message.email(),
        message.reference(),
        message.messageId(),
        Optional.of(Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(UTF_8))),
        fullId);
  }
}
