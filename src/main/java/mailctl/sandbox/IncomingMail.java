package mailctl.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A request that passed the checks, read into the messages it asks for.
record IncomingMail(JsonNode mail) {
  private static final List<String> LISTS = List.of("to", "cc", "bcc");

  boolean isSandboxMode() {
    return mail.path("mail_settings").path("sandbox_mode").path("enable").asBoolean(false);
  }

  String from() {
    return mail.path("from").path("email").asText("");
  }

  /// The addresses of each personalization, in order.
  List<List<String>> addresses() {
    List<List<String>> all = new ArrayList<>();
    for (JsonNode personalization : mail.path("personalizations")) {
      List<String> addresses = new ArrayList<>();
      for (String list : LISTS) {
        for (JsonNode recipient : personalization.path(list)) {
          addresses.add(recipient.path("email").asText(""));
        }
      }
      all.add(addresses);
    }
    return all;
  }

  /// One message per recipient; their fate is still open.
  List<MailboxMessage> messages(String messageId, Instant now) {
    List<MailboxMessage> messages = new ArrayList<>();
    for (JsonNode personalization : mail.path("personalizations")) {
      Substitutions substitutions =
          new Substitutions(strings(Map.of(), personalization.path("substitutions")));
      String subject =
          substitutions.applyTo(
              personalization.path("subject").asText(mail.path("subject").asText("")));
      String html = substitutions.applyTo(content("text/html"));
      String text = substitutions.applyTo(content("text/plain"));
      String replyTo = substitutions.applyTo(mail.path("reply_to").path("email").asText(""));
      Map<String, String> headers = merged("headers", personalization);
      headers.replaceAll((_, value) -> substitutions.applyTo(value));
      Map<String, String> customArgs = merged("custom_args", personalization);
      for (String list : LISTS) {
        for (JsonNode recipient : personalization.path(list)) {
          messages.add(
              new MailboxMessage(
                  messageId,
                  messages.size(),
                  now,
                  personalization.path("from").path("email").asText(from()),
                  replyTo,
                  recipient.path("email").asText(""),
                  recipient.path("name").asText(""),
                  subject,
                  html,
                  text,
                  headers,
                  customArgs,
                  Behaviour.DELIVERED.keyword()));
        }
      }
    }
    return messages;
  }

  private String content(String type) {
    for (JsonNode part : mail.path("content")) {
      if (part.path("type").asText("").equals(type)) {
        return part.path("value").asText("");
      }
    }
    return "";
  }

  /// Maps of both levels are merged by key; the personalization's win.
  private Map<String, String> merged(String name, JsonNode personalization) {
    return strings(strings(Map.of(), mail.path(name)), personalization.path(name));
  }

  private static Map<String, String> strings(Map<String, String> start, JsonNode node) {
    Map<String, String> all = new TreeMap<>(start);
    node.properties().forEach(entry -> all.put(entry.getKey(), entry.getValue().asText()));
    return all;
  }
}
