package mailctl.sandbox;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import mailctl.provider.BounceClass;
import mailctl.provider.DropCause;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderEvent.Origin;
import mailctl.provider.ProviderEvent.Visit;
import mailctl.sendgrid.SendGridEvent;

/// A provider event that a person makes up, by SendGrid's name for it.
public enum SimulatedEvent {
  PROCESSED,
  DEFERRED,
  DELIVERED,
  BOUNCE,
  BLOCKED,
  DROPPED,
  OPEN,
  MACHINE_OPEN,
  CLICK,
  SPAMREPORT,
  UNSUBSCRIBE,
  GROUP_UNSUBSCRIBE,
  GROUP_RESUBSCRIBE;

  private static final Visit VISIT = new Visit("Mozilla/5.0 (simulated)", "198.51.100.7");
  private static final long GROUP = 1;

  /// About which message. Without reference and message id only the address can tell.
  ///
  /// @param customArgs what the message carried besides the reference
  public record Message(
      String email,
      Optional<String> reference,
      Optional<String> messageId,
      Map<String, String> customArgs) {
    public Message {
      requireNonNull(email, "email is null");
      requireNonNull(reference, "reference is null");
      requireNonNull(messageId, "messageId is null");
      customArgs = Map.copyOf(customArgs);
    }
  }

  /// What the receiving server or SendGrid gives as its reason; an empty one is made up.
  public record Cause(BounceClass bounceClass, DropCause dropCause, String reason) {
    public Cause {
      requireNonNull(bounceClass, "bounceClass is null");
      requireNonNull(dropCause, "dropCause is null");
      requireNonNull(reason, "reason is null");
    }
  }

  /// Its name on a command line.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<SimulatedEvent> ofWord(String word) {
    String wanted = word.strip().toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(values()).filter(each -> each.name().equals(wanted)).findFirst();
  }

  /// All names, for help and errors.
  public static String words() {
    return Arrays.stream(values()).map(SimulatedEvent::word).collect(Collectors.joining(", "));
  }

  /// `id` is what SendGrid would call the event; another id is another event.
  public SendGridEvent about(Message message, Instant at, String id, Cause cause) {
    Origin origin =
        new Origin(
            at,
            message.email(),
            message.reference(),
            message.messageId(),
            Optional.of(id),
            message.messageId().map(it -> it + ".recvd-simulated-1.0"));
    return new SendGridEvent(event(origin, cause), message.customArgs());
  }

  private ProviderEvent event(Origin origin, Cause cause) {
    String reason = cause.reason();
    return switch (this) {
      case PROCESSED -> new ProviderEvent.Processed(origin);
      case DEFERRED ->
          new ProviderEvent.Deferred(
              origin, reason.isEmpty() ? "451 4.3.2 Please try again later" : reason, "1");
      case DELIVERED ->
          new ProviderEvent.Delivered(origin, reason.isEmpty() ? "250 2.0.0 OK" : reason);
      case BOUNCE ->
          new ProviderEvent.Bounced(
              origin,
              cause.bounceClass(),
              "5.1.1",
              reason.isEmpty() ? "550 5.1.1 The email account does not exist." : reason);
      case BLOCKED ->
          new ProviderEvent.Blocked(
              origin,
              cause.bounceClass(),
              "4.4.1",
              reason.isEmpty() ? "451 4.4.1 The message was refused for now." : reason);
      case DROPPED -> new ProviderEvent.Dropped(origin, cause.dropCause(), reason);
      case OPEN -> new ProviderEvent.Opened(origin, false, VISIT);
      case MACHINE_OPEN -> new ProviderEvent.Opened(origin, true, VISIT);
      case CLICK -> new ProviderEvent.Clicked(origin, "https://www.example.org/", "html:0", VISIT);
      case SPAMREPORT -> new ProviderEvent.SpamReported(origin);
      case UNSUBSCRIBE -> new ProviderEvent.Unsubscribed(origin);
      case GROUP_UNSUBSCRIBE -> new ProviderEvent.GroupUnsubscribed(origin, OptionalLong.of(GROUP));
      case GROUP_RESUBSCRIBE -> new ProviderEvent.GroupResubscribed(origin, OptionalLong.of(GROUP));
    };
  }
}
