package mailctl.sendgrid;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sendgrid.Method;
import com.sendgrid.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mailctl.provider.ParsedPost;
import mailctl.provider.ProviderEvent;
import mailctl.provider.ProviderRecords;

/// SendGrid's suppression lists and Email Logs. One question at a time, as both are limited.
public final class SendGridRecords implements ProviderRecords {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIST_PAGE = 500;
  private static final int LOG_PAGE = 1_000;

  /// What the Email Logs know beside the webhook's own events, and what would be counted twice.
  private static final Set<String> LEFT_OUT = Set.of("received", "cancel_drop", "open", "click");

  private final SendGridCalls calls;
  private final SendGridPostParser parser = new SendGridPostParser();

  public SendGridRecords(SendGridSettings settings, InstantSource clock) {
    this(new SendGridCalls(settings, clock, Thread::sleep));
  }

  SendGridRecords(SendGridCalls calls) {
    this.calls = calls;
  }

  @Override
  public Answer<ListEntry> suppressions(
      SuppressionList list, Instant since, Instant until, int page) {
    Request request = new Request();
    request.setMethod(Method.GET);
    request.setEndpoint("v3/suppression/" + list.name().toLowerCase(Locale.ROOT));
    request.addQueryParam("start_time", Long.toString(since.getEpochSecond()));
    request.addQueryParam("end_time", Long.toString(until.getEpochSecond()));
    request.addQueryParam("limit", Integer.toString(LIST_PAGE));
    request.addQueryParam("offset", Integer.toString(page * LIST_PAGE));
    return answer(
        calls.ask(request),
        array -> {
          List<ListEntry> entries = new ArrayList<>();
          for (JsonNode each : array) {
            entry(list, each).ifPresent(entries::add);
          }
          return new Answer.Found<>(entries, array.size() >= LIST_PAGE);
        });
  }

  private static Optional<ListEntry> entry(SuppressionList list, JsonNode node) {
    return EventTime.parse(node.path("created").asText(""))
        .map(
            created ->
                new ListEntry(
                    list,
                    text(node, "email").strip(),
                    created,
                    text(node, "reason"),
                    text(node, "status")));
  }

  @Override
  public Answer<LoggedMessage> messages(Instant since, Instant until) {
    return search(
        created(since, until) + " AND status IN ('delivered', 'bounced', 'blocked', 'dropped')");
  }

  @Override
  public Answer<LoggedMessage> messagesTo(String address, Instant since, Instant until) {
    if (address.indexOf('"') >= 0 || address.indexOf('\\') >= 0) {
      return new Answer.Failed<>(false, "an address with quotes cannot be asked about");
    }
    return search("to_email = \"" + address + "\" AND " + created(since, until));
  }

  private static String created(Instant since, Instant until) {
    return "sg_message_id_created_at >= TIMESTAMP \"%s\" AND sg_message_id_created_at < TIMESTAMP \"%s\""
        .formatted(since.truncatedTo(ChronoUnit.SECONDS), until.truncatedTo(ChronoUnit.SECONDS));
  }

  private Answer<LoggedMessage> search(String query) {
    ObjectNode body = JSON.createObjectNode();
    body.put("query", query);
    body.put("limit", LOG_PAGE);
    Request request = new Request();
    request.setMethod(Method.POST);
    request.setEndpoint("v3/logs");
    request.setBody(body.toString());
    return answer(calls.ask(request), SendGridRecords::logged);
  }

  /// A list that is not there, and an entry without an id, are no whole answer: what they hide may
  /// be what was asked for.
  private static Answer<LoggedMessage> logged(JsonNode answer) {
    JsonNode list = answer.path("messages");
    if (!list.isArray()) {
      return new Answer.Failed<>(false, "SendGrid's answer has no messages");
    }
    List<LoggedMessage> messages = new ArrayList<>();
    boolean unreadable = false;
    for (JsonNode each : list) {
      String id = text(each, "sg_message_id").strip();
      if (id.isEmpty()) {
        unreadable = true;
      } else {
        messages.add(
            new LoggedMessage(id, EventReader.messageId(id), text(each, "to_email").strip()));
      }
    }
    return new Answer.Found<>(messages, unreadable || list.size() >= LOG_PAGE);
  }

  @Override
  public Answer<ProviderEvent> events(LoggedMessage message) {
    Request request = new Request();
    request.setMethod(Method.GET);
    request.setEndpoint("v3/logs/" + message.fullId());
    return answer(
        calls.ask(request),
        answer -> new Answer.Found<>(read(message, answer.path("events")), false));
  }

  /// The log nests custom arguments and does not repeat the message in each event; otherwise these
  /// are the webhook's own.
  private List<ProviderEvent> read(LoggedMessage message, JsonNode events) {
    List<String> elements = new ArrayList<>();
    for (JsonNode each : events) {
      if (each.isObject() && !LEFT_OUT.contains(text(each, "event"))) {
        ObjectNode element = JSON.createObjectNode();
        each.path("custom_args")
            .properties()
            .forEach(entry -> element.set(entry.getKey(), entry.getValue()));
        element.put("email", message.email());
        element.put("sg_message_id", message.fullId());
        each.properties().stream()
            .filter(entry -> !entry.getKey().equals("custom_args"))
            .forEach(entry -> element.set(entry.getKey(), entry.getValue()));
        elements.add(element.toString());
      }
    }
    byte[] post = ("[" + String.join(",", elements) + "]").getBytes(UTF_8);
    List<ProviderEvent> read = new ArrayList<>();
    if (parser.parse(post) instanceof ParsedPost.Elements(List<ParsedPost.Element> found)) {
      for (ParsedPost.Element element : found) {
        if (element instanceof ParsedPost.Readable(_, _, ProviderEvent event)) {
          read.add(event);
        }
      }
    }
    return read;
  }

  private static <T> Answer<T> answer(
      SendGridCalls.Reply reply, Function<JsonNode, Answer<T>> read) {
    if (reply.ok()) {
      try {
        return read.apply(JSON.readTree(reply.body()));
      } catch (JacksonException _) {
        return new Answer.Failed<>(false, "SendGrid's answer is not JSON");
      }
    }
    if (reply.status() == 0) {
      return new Answer.Failed<>(false, reply.body());
    }
    String words = ErrorBody.parse(reply.status(), reply.body()).words();
    return switch (reply.status()) {
      case 403, 404 -> new Answer.NotOffered<>(words);
      case 401 -> new Answer.Failed<>(true, words);
      default -> new Answer.Failed<>(false, words);
    };
  }

  private static String text(JsonNode node, String name) {
    return Utf8.storable(node.path(name).asText(""));
  }

  @Override
  public void close() {
    calls.close();
  }
}
