package mailctl.sendgrid;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderEvent.Origin;
import mailctl.provider.ProviderEvent.Visit;

/// Writes provider events as SendGrid's webhook does: custom arguments at the top level beside its
/// own fields (which win), keys in alphabetical order, events on lines of their own. The same
/// events give the same bytes.
public final class SendGridEventWriter {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SendGridEventWriter() {}

  /// The body of a post: what is signed and sent, to the last byte.
  public static byte[] post(List<SendGridEvent> events) {
    return events.stream()
        .map(SendGridEventWriter::element)
        .collect(Collectors.joining(",\r\n", "[", "]\r\n"))
        .getBytes(UTF_8);
  }

  /// One event as a JSON object.
  public static String element(SendGridEvent event) {
    Map<String, Object> fields = new TreeMap<>(event.customArgs());
    putOrigin(fields, event.event().origin());
    putOwn(fields, event.event());
    try {
      return JSON.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("text and numbers are JSON", e);
    }
  }

  private static void putOrigin(Map<String, Object> fields, Origin origin) {
    if (!origin.email().isEmpty()) {
      fields.put("email", origin.email());
    }
    fields.put("timestamp", origin.occurredAt().getEpochSecond());
    origin.providerEventId().ifPresent(id -> fields.put("sg_event_id", id));
    origin
        .fullMessageId()
        .or(origin::messageId)
        .ifPresent(
            id -> {
              fields.put("sg_message_id", id);
            });
  }

  private static void putOwn(Map<String, Object> fields, ProviderEvent event) {
    switch (event) {
      case ProviderEvent.Processed processed -> {
        fields.put("event", "processed");
        fields.put("send_at", 0);
        putSmtpId(fields, processed.origin());
      }
      case ProviderEvent.Deferred deferred -> {
        fields.put("event", "deferred");
        fields.put("response", deferred.response());
        fields.put("attempt", deferred.providerAttempt());
        putSmtpId(fields, deferred.origin());
      }
      case ProviderEvent.Delivered delivered -> {
        fields.put("event", "delivered");
        fields.put("response", delivered.response());
        fields.put("tls", 1);
        putSmtpId(fields, delivered.origin());
      }
      case ProviderEvent.Blocked blocked -> {
        putBounce(fields, "blocked", blocked.smtpStatus(), blocked.reason(), blocked.origin());
        fields.put("bounce_classification", EventVocabulary.label(blocked.bounceClass()));
      }
      case ProviderEvent.Bounced bounced -> {
        putBounce(fields, "bounce", bounced.smtpStatus(), bounced.reason(), bounced.origin());
        fields.put("bounce_classification", EventVocabulary.label(bounced.bounceClass()));
      }
      case ProviderEvent.Dropped dropped -> {
        fields.put("event", "dropped");
        fields.put(
            "reason",
            dropped.reason().isEmpty()
                ? EventVocabulary.reason(dropped.cause())
                : dropped.reason());
        putSmtpId(fields, dropped.origin());
      }
      case ProviderEvent.SpamReported _ -> fields.put("event", "spamreport");
      case ProviderEvent.Unsubscribed _ -> fields.put("event", "unsubscribe");
      case ProviderEvent.GroupUnsubscribed group -> {
        fields.put("event", "group_unsubscribe");
        group.group().ifPresent(id -> fields.put("asm_group_id", id));
      }
      case ProviderEvent.GroupResubscribed group -> {
        fields.put("event", "group_resubscribe");
        group.group().ifPresent(id -> fields.put("asm_group_id", id));
      }
      case ProviderEvent.Opened opened -> {
        fields.put("event", "open");
        fields.put("sg_content_type", "html");
        fields.put("sg_machine_open", opened.machine());
        putVisit(fields, opened.visit());
      }
      case ProviderEvent.Clicked clicked -> {
        fields.put("event", "click");
        fields.put("url", clicked.url());
        putLink(fields, clicked.link());
        putVisit(fields, clicked.visit());
      }
      case ProviderEvent.AccountStatusChanged account -> {
        fields.put("event", "account_status_change");
        fields.put("type", account.change());
      }
      case ProviderEvent.Unrecognized unrecognized -> fields.put("event", unrecognized.type());
    }
  }

  private static void putBounce(
      Map<String, Object> fields, String type, String status, String reason, Origin origin) {
    fields.put("event", "bounce");
    fields.put("type", type);
    fields.put("reason", reason);
    if (!status.isEmpty()) {
      fields.put("status", status);
    }
    putSmtpId(fields, origin);
  }

  /// An asynchronous bounce has no message id, and then no SMTP id either.
  private static void putSmtpId(Map<String, Object> fields, Origin origin) {
    origin.messageId().ifPresent(id -> fields.put("smtp-id", "<" + id + "@geopod-ismtpd-1>"));
  }

  private static void putVisit(Map<String, Object> fields, Visit visit) {
    fields.put("useragent", visit.userAgent());
    fields.put("ip", visit.ip());
  }

  private static void putLink(Map<String, Object> fields, String link) {
    int colon = link.indexOf(':');
    if (colon >= 0 && link.substring(colon + 1).matches("\\d{1,9}")) {
      Map<String, Object> offset = new TreeMap<>();
      offset.put("index", Integer.valueOf(link.substring(colon + 1)));
      offset.put("type", link.substring(0, colon));
      fields.put("url_offset", offset);
    }
  }
}
