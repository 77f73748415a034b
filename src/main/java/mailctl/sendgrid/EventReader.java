package mailctl.sendgrid;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import mailctl.provider.BounceClass;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderEvent.Origin;
import mailctl.provider.ProviderEvent.Visit;

/// From SendGrid's fields to a provider event. A field is read only where SendGrid writes it: our
/// custom arguments stand beside its fields and may carry any name (`type` on a delivery).
final class EventReader {
  /// The custom argument that finds the delivery.
  static final String REFERENCE = "mailctl_ref";

  private static final int LONGEST_TYPE = 100;

  /// Some drops carry only the part that follows the message id.
  private static final Pattern NO_MESSAGE_ID =
      Pattern.compile("(?:st)?filter(?:drecv)?-?\\d.*|filterdrecv-.*|recvd-.*");

  /// Our own names, which an unknown type must not pass for.
  private static final Set<String> TAKEN =
      Set.of(
          "blocked",
          "bounced",
          "opened",
          "clicked",
          "spam_reported",
          "unsubscribed",
          "group_unsubscribed",
          "group_resubscribed",
          "account_status_changed");

  private EventReader() {}

  sealed interface Result {}

  record Read(ProviderEvent event) implements Result {}

  record Unread(String reason) implements Result {}

  static Result read(EventFields fields) {
    if (fields.tooDeep()) {
      return new Unread("nested too deeply");
    }
    Optional<String> name = fields.value("event");
    if (name.isEmpty()) {
      return new Unread("no event type");
    }
    Optional<Instant> time = EventTime.parse(fields.text("timestamp"));
    if (time.isEmpty()) {
      return new Unread(
          fields.value("timestamp").isEmpty() ? "no timestamp" : "the timestamp is no time");
    }
    return new Read(event(name.get().toLowerCase(Locale.ROOT), origin(time.get(), fields), fields));
  }

  private static ProviderEvent event(String name, Origin origin, EventFields fields) {
    return switch (name) {
      case "processed" -> new ProviderEvent.Processed(origin);
      case "deferred" ->
          new ProviderEvent.Deferred(
              origin,
              fields.value("response").orElse(fields.text("reason")),
              fields.value("attempt").orElse(""));
      case "delivered" -> new ProviderEvent.Delivered(origin, fields.text("response"));
      case "bounce" -> bounce(origin, fields);
      case "dropped", "drop" ->
          new ProviderEvent.Dropped(
              origin, EventVocabulary.dropCause(fields.text("reason")), fields.text("reason"));
      case "open" -> new ProviderEvent.Opened(origin, isMachine(fields), visit(fields));
      case "click" ->
          new ProviderEvent.Clicked(origin, fields.text("url"), link(fields), visit(fields));
      case "spamreport" -> new ProviderEvent.SpamReported(origin);
      case "unsubscribe" -> new ProviderEvent.Unsubscribed(origin);
      case "group_unsubscribe" -> new ProviderEvent.GroupUnsubscribed(origin, group(fields));
      case "group_resubscribe" -> new ProviderEvent.GroupResubscribed(origin, group(fields));
      case "account_status_change" ->
          new ProviderEvent.AccountStatusChanged(origin, fields.text("type"));
      default -> new ProviderEvent.Unrecognized(origin, unknownType(name));
    };
  }

  private static ProviderEvent bounce(Origin origin, EventFields fields) {
    String status = fields.value("status").orElse("");
    Optional<BounceClass> label = EventVocabulary.bounceClass(fields.text("bounce_classification"));
    BounceClass bounceClass =
        label.orElse(
            status.matches("[45]\\.2\\.2")
                ? BounceClass.MAILBOX_UNAVAILABLE
                : BounceClass.UNCLASSIFIED);
    boolean blocked =
        switch (fields.text("type").strip().toLowerCase(Locale.ROOT)) {
          case "blocked", "expired" -> true;
          case "bounce" -> false;
          // Without SendGrid's word a wrongly blamed address is worse than one more try.
          default ->
              label.isPresent()
                  ? bounceClass != BounceClass.INVALID_ADDRESS
                  : status.startsWith("4");
        };
    String reason = fields.text("reason");
    return blocked
        ? new ProviderEvent.Blocked(origin, bounceClass, status, reason)
        : new ProviderEvent.Bounced(origin, bounceClass, status, reason);
  }

  private static Origin origin(Instant time, EventFields fields) {
    Optional<String> full = fields.value("sg_message_id");
    return new Origin(
        time,
        fields.text("email").strip(),
        fields.value(REFERENCE),
        full.flatMap(EventReader::messageId),
        fields.value("sg_event_id"),
        full);
  }

  /// The part that the answer to the request called the message.
  static Optional<String> messageId(String full) {
    int dot = full.indexOf('.');
    String id = dot < 0 ? full : full.substring(0, dot);
    return id.isEmpty() || NO_MESSAGE_ID.matcher(id).matches() ? Optional.empty() : Optional.of(id);
  }

  private static boolean isMachine(EventFields fields) {
    String flag = fields.text("sg_machine_open").strip();
    return flag.equalsIgnoreCase("true") || flag.equals("1");
  }

  private static Visit visit(EventFields fields) {
    return new Visit(fields.text("useragent"), fields.text("ip").strip());
  }

  private static String link(EventFields fields) {
    Optional<String> index = fields.value("url_offset.index");
    return index
        .map(number -> fields.value("url_offset.type").orElse("") + ":" + number)
        .or(() -> fields.value("url_offset"))
        .orElse("");
  }

  private static OptionalLong group(EventFields fields) {
    String number = fields.text("asm_group_id").strip();
    return number.matches("-?\\d{1,18}")
        ? OptionalLong.of(Long.parseLong(number))
        : OptionalLong.empty();
  }

  private static String unknownType(String name) {
    String type =
        name.length() > LONGEST_TYPE ? Utf8.storable(name.substring(0, LONGEST_TYPE)) : name;
    return TAKEN.contains(type) ? "unknown:" + type : type;
  }
}
