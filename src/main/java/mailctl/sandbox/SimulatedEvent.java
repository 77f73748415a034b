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

  static final String TRY_LATER = "451 4.3.2 Please try again later";
  static final String GONE = "550 5.1.1 The mailbox no longer exists.";

  private static final Visit PERSON =
      new Visit("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36", "198.51.100.7");
  private static final Visit PROXY = new Visit("Mozilla/5.0", "198.51.100.200");
  private static final String LINK = "https://www.example.org/";
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

    static Cause of(BounceClass bounceClass) {
      return new Cause(bounceClass, DropCause.BOUNCED_ADDRESS, "");
    }

    static Cause saying(String reason) {
      return new Cause(BounceClass.TECHNICAL, DropCause.BOUNCED_ADDRESS, reason);
    }

    String reasonOr(String other) {
      return reason.isEmpty() ? other : reason;
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

  /// The event itself; every made-up event is made here, or is a special case of `EventMaker`.
  ProviderEvent event(Origin origin, Cause cause) {
    SmtpReply reply = SmtpReply.of(cause.bounceClass());
    return switch (this) {
      case PROCESSED -> new ProviderEvent.Processed(origin);
      case DEFERRED -> new ProviderEvent.Deferred(origin, cause.reasonOr(TRY_LATER), "1");
      case DELIVERED -> new ProviderEvent.Delivered(origin, cause.reasonOr("250 2.0.0 OK"));
      case BOUNCE ->
          new ProviderEvent.Bounced(
              origin, cause.bounceClass(), reply.status(), cause.reasonOr(reply.text()));
      case BLOCKED ->
          new ProviderEvent.Blocked(
              origin, cause.bounceClass(), reply.status(), cause.reasonOr(reply.text()));
      case DROPPED -> new ProviderEvent.Dropped(origin, cause.dropCause(), cause.reason());
      case OPEN -> new ProviderEvent.Opened(origin, false, PERSON);
      case MACHINE_OPEN -> new ProviderEvent.Opened(origin, true, PROXY);
      case CLICK -> new ProviderEvent.Clicked(origin, LINK, "html:0", PERSON);
      case SPAMREPORT -> new ProviderEvent.SpamReported(origin);
      case UNSUBSCRIBE -> new ProviderEvent.Unsubscribed(origin);
      case GROUP_UNSUBSCRIBE -> new ProviderEvent.GroupUnsubscribed(origin, OptionalLong.of(GROUP));
      case GROUP_RESUBSCRIBE -> new ProviderEvent.GroupResubscribed(origin, OptionalLong.of(GROUP));
    };
  }
}
