package mailctl.sendgrid;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sendgrid.Method;
import com.sendgrid.Request;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import mailctl.provider.ProviderAccount;
import mailctl.provider.ReportedEvent;

/// SendGrid's settings of our account. People wait for these answers: asked twice at most.
public final class SendGridAccount implements ProviderAccount {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WEBHOOKS = "v3/user/webhooks/event/settings";
  private static final int TRIES = 2;

  private final SendGridCalls calls;

  public SendGridAccount(SendGridSettings settings, InstantSource clock) {
    this.calls = new SendGridCalls(settings, clock, Thread::sleep, TRIES);
  }

  @Override
  public Answer<Set<String>> scopes() {
    return ask(Method.GET, "v3/scopes", json -> texts(json.path("scopes")));
  }

  @Override
  public Answer<Set<String>> verifiedSenders() {
    return ask(
        Method.GET,
        "v3/verified_senders",
        json -> {
          Set<String> verified = new HashSet<>();
          for (JsonNode each : json.path("results")) {
            if (each.path("verified").asBoolean(false)) {
              verified.add(each.path("from_email").asText("").strip().toLowerCase(Locale.ROOT));
            }
          }
          return verified;
        });
  }

  @Override
  public Answer<Boolean> isAuthenticated(String domain) {
    Request request = request(Method.GET, "v3/whitelabel/domains");
    request.addQueryParam("domain", domain);
    return answer(
        request,
        json ->
            json.valueStream()
                .anyMatch(
                    each ->
                        each.path("domain").asText("").equalsIgnoreCase(domain)
                            && each.path("valid").asBoolean(false)));
  }

  @Override
  public Answer<List<Webhook>> webhooks() {
    return ask(
        Method.GET,
        WEBHOOKS + "/all",
        json -> {
          List<Webhook> all = new ArrayList<>();
          json.path("webhooks").forEach(each -> all.add(webhook(each)));
          return List.copyOf(all);
        });
  }

  @Override
  public Answer<Webhook> create(String name, String url, Set<ReportedEvent> events) {
    Request request = request(Method.POST, WEBHOOKS);
    request.setBody(settings(url, events).put("friendly_name", name).toString());
    return answer(request, SendGridAccount::webhook);
  }

  @Override
  public Answer<Webhook> change(String id, String url, Set<ReportedEvent> events) {
    Request request = request(Method.PATCH, WEBHOOKS + "/" + id);
    request.setBody(settings(url, events).toString());
    return answer(request, SendGridAccount::webhook);
  }

  @Override
  public Answer<String> sign(String id) {
    return signing(id, true, json -> json.path("public_key").asText(""));
  }

  @Override
  public Answer<Boolean> stopSigning(String id) {
    return signing(id, false, json -> json.path("public_key").asText("").isEmpty());
  }

  private <T> Answer<T> signing(String id, boolean on, Function<JsonNode, T> read) {
    Request request = request(Method.PATCH, WEBHOOKS + "/signed/" + id);
    request.setBody(JSON.createObjectNode().put("enabled", on).toString());
    return answer(request, read);
  }

  @Override
  public Answer<Boolean> test(Webhook webhook, String url) {
    Request request = request(Method.POST, "v3/user/webhooks/event/test");
    request.setBody(JSON.createObjectNode().put("id", webhook.id()).put("url", url).toString());
    return answer(request, _ -> true);
  }

  private static ObjectNode settings(String url, Set<ReportedEvent> events) {
    ObjectNode body = JSON.createObjectNode().put("enabled", true).put("url", url);
    for (ReportedEvent each : ReportedEvent.values()) {
      body.put(name(each), events.contains(each));
    }
    return body;
  }

  private static Webhook webhook(JsonNode json) {
    Set<ReportedEvent> events = EnumSet.noneOf(ReportedEvent.class);
    for (ReportedEvent each : ReportedEvent.values()) {
      if (json.path(name(each)).asBoolean(false)) {
        events.add(each);
      }
    }
    return new Webhook(
        json.path("id").asText(""),
        Optional.of(json.path("friendly_name").asText(""))
            .filter(it -> !it.equals("null"))
            .orElse(""),
        json.path("url").asText(""),
        json.path("enabled").asBoolean(false),
        events,
        json.path("public_key").asText("").replaceAll("^null$", ""));
  }

  private static String name(ReportedEvent event) {
    return event.name().toLowerCase(Locale.ROOT);
  }

  private static Set<String> texts(JsonNode array) {
    Set<String> texts = new HashSet<>();
    array.forEach(each -> texts.add(each.asText("")));
    return texts;
  }

  private static Request request(Method method, String endpoint) {
    Request request = new Request();
    request.setMethod(method);
    request.setEndpoint(endpoint);
    return request;
  }

  private <T> Answer<T> ask(Method method, String endpoint, Function<JsonNode, T> read) {
    return answer(request(method, endpoint), read);
  }

  private <T> Answer<T> answer(Request request, Function<JsonNode, T> read) {
    SendGridCalls.Reply reply = calls.ask(request);
    if (reply.ok()) {
      try {
        return new Answer.Given<>(read.apply(JSON.readTree(reply.body())));
      } catch (JacksonException _) {
        return new Answer.Refused<>(Why.UNREACHABLE, "SendGrid's answer is not JSON");
      }
    }
    if (reply.status() == 0) {
      return new Answer.Refused<>(Why.UNREACHABLE, reply.body());
    }
    String words = ErrorBody.parse(reply.status(), reply.body()).words();
    return new Answer.Refused<>(
        switch (reply.status()) {
          case 401 -> Why.KEY_REFUSED;
          case 403 -> Why.NOT_ALLOWED;
          case 404 -> Why.NOT_THERE;
          case 400, 409, 422 -> Why.NOT_ACCEPTED;
          default -> Why.UNREACHABLE;
        },
        words);
  }

  @Override
  public void close() {
    calls.close();
  }
}
