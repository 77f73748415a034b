package mailctl.sandbox;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mailctl.provider.ProviderEvent;
import mailctl.sendgrid.SendGridEvent;
import mailctl.sendgrid.SendGridEventWriter;

/// SendGrid's Email Logs: every message and what happened to it so far, webhook or no webhook. Safe
/// for many threads.
final class EmailLog {
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Entry(MailboxMessage message, List<DueEvent> events) {
    /// What has happened by then, in order.
    List<DueEvent> until(Instant now) {
      return events.stream().filter(event -> !event.due().isAfter(now)).sorted().toList();
    }

    /// As SendGrid sums up: the last event that says something of the message.
    String status(Instant now) {
      return until(now).stream()
          .map(event -> status(event.event().event()))
          .flatMap(Optional::stream)
          .reduce((_, last) -> last)
          .orElse("processed");
    }

    private static Optional<String> status(ProviderEvent event) {
      return switch (event) {
        case ProviderEvent.Processed _ -> Optional.of("processed");
        case ProviderEvent.Deferred _ -> Optional.of("deferred");
        case ProviderEvent.Delivered _, ProviderEvent.Opened _, ProviderEvent.Clicked _ ->
            Optional.of("delivered");
        case ProviderEvent.Blocked _ -> Optional.of("blocked");
        case ProviderEvent.Bounced _ -> Optional.of("bounced");
        case ProviderEvent.Dropped _ -> Optional.of("dropped");
        default -> Optional.empty();
      };
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();

  synchronized void add(MailboxMessage message, List<DueEvent> events) {
    entries.put(message.fullId(), new Entry(message, List.copyOf(events)));
  }

  synchronized void clear() {
    entries.clear();
  }

  /// `POST /v3/logs`: the newest first.
  synchronized String search(LogQuery query, int limit, Instant now) {
    ObjectNode body = JSON.createObjectNode();
    ArrayNode messages = body.putArray("messages");
    entries.values().stream()
        .filter(
            entry ->
                query.fits(
                    entry.message().fullId(),
                    entry.message().to(),
                    entry.message().subject(),
                    entry.status(now),
                    entry.message().acceptedAt()))
        .sorted(Comparator.comparing((Entry entry) -> entry.message().acceptedAt()).reversed())
        .limit(limit)
        .forEach(entry -> summary(messages.addObject(), entry, now));
    return body.toString();
  }

  /// `GET /v3/logs/{sg_message_id}`; empty when there is no such message.
  synchronized Optional<String> find(String fullId, Instant now) {
    return Optional.ofNullable(entries.get(fullId)).map(entry -> whole(entry, now));
  }

  private static void summary(ObjectNode node, Entry entry, Instant now) {
    node.put("from_email", entry.message().from());
    node.put("sg_message_id", entry.message().fullId());
    node.put("subject", entry.message().subject());
    node.put("to_email", entry.message().to());
    node.put("status", entry.status(now));
    node.put("sg_message_id_created_at", entry.message().acceptedAt().toString());
  }

  private static String whole(Entry entry, Instant now) {
    ObjectNode body = JSON.createObjectNode();
    summary(body, entry, now);
    body.put("api_key_id", "sandbox");
    body.put("client_ip", "127.0.0.1");
    customArgs(body, entry);
    ArrayNode events = body.putArray("events");
    for (DueEvent due : entry.until(now)) {
      // As the webhook has it, but for the custom arguments, which are nested here.
      events.add(customArgs(fields(due.event().event()), entry));
    }
    return body.toString();
  }

  private static ObjectNode fields(ProviderEvent event) {
    try {
      return (ObjectNode) JSON.readTree(SendGridEventWriter.element(new SendGridEvent(event)));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("what we wrote is JSON", e);
    }
  }

  private static ObjectNode customArgs(ObjectNode node, Entry entry) {
    ObjectNode args = node.putObject("custom_args");
    entry.message().customArgs().forEach(args::put);
    return node;
  }
}
