package mailctl.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the sandbox shows of itself.
final class SandboxJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SandboxJson() {}

  static String messages(List<MailboxMessage> messages) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode array = body.putArray("messages");
    for (MailboxMessage message : messages) {
      ObjectNode entry = array.addObject();
      entry.put("message_id", message.messageId());
      entry.put("accepted_at", message.acceptedAt().toString());
      entry.put("from", message.from());
      entry.put("reply_to", message.replyTo());
      entry.put("to", message.to());
      entry.put("to_name", message.toName());
      entry.put("subject", message.subject());
      entry.put("html", message.html());
      entry.put("text", message.text());
      putMap(entry.putObject("headers"), message.headers());
      putMap(entry.putObject("custom_args"), message.customArgs());
      entry.put("fate", message.fate());
    }
    return body.toString();
  }

  static String suppressions(List<SuppressionLists.Entry> entries) {
    ArrayNode array = JSON.createArrayNode();
    for (SuppressionLists.Entry each : entries) {
      ObjectNode entry = array.addObject();
      entry.put("created", each.created().getEpochSecond());
      entry.put("email", each.email());
      if (!each.reason().isEmpty()) {
        entry.put("reason", each.reason());
      }
      if (!each.status().isEmpty()) {
        entry.put("status", each.status());
      }
    }
    return array.toString();
  }

  static String flushed(SandboxWebhook.Flushed flushed, int waiting) {
    ObjectNode body = JSON.createObjectNode();
    body.put("posts", flushed.posts());
    body.put("events", flushed.events());
    body.put("to_repeat", flushed.toRepeat());
    body.put("given_up", flushed.givenUp());
    body.put("waiting", waiting);
    return body.toString();
  }

  private static void putMap(ObjectNode node, Map<String, String> values) {
    new TreeMap<>(values).forEach(node::put);
  }
}
