package mailctl.cli;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import mailctl.access.ApiToken;
import mailctl.access.ApiTokens;
import mailctl.app.App;
import mailctl.app.Secret;
import mailctl.app.Settings;
import mailctl.database.Refusal;

/// Asks a running `serve` through its admin listener. What it shows to be let in is `admin.token`;
/// without one whoever can write to the database makes a token for a moment, which is as good.
final class AdminClient {
  private static final Duration PATIENCE = Duration.ofSeconds(45);
  private static final Duration LIFETIME = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Session session;
  private final URI base;

  /// `url` instead of where the settings say that it listens.
  AdminClient(Session session, Optional<URI> url) {
    this.session = requireNonNull(session, "session is null");
    Settings.AdminSection section = session.app().settings().admin();
    this.base =
        url.orElseGet(
            () -> URI.create("http://" + ListenerAddress.host(section.host(), section.port())));
  }

  JsonNode get(String path) {
    return ask(request(path).GET(), token());
  }

  /// @throws Refusal as `serve` says it, or when it does not answer
  JsonNode post(String path, JsonObject wish) {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(wish.line()));
    Optional<String> token = token();
    if (token.isPresent()) {
      return ask(request, token);
    }
    App app = session.app();
    ApiTokens tokens = app.apiTokens();
    String name = "moment-" + UUID.randomUUID().toString().substring(0, 8);
    String actor = AuditTrail.actor();
    ApiTokens.Made made =
        app.database()
            .transaction(
                tx -> tokens.create(tx, name, ApiToken.Scope.WRITE, Optional.of(LIFETIME), actor));
    try {
      return ask(request, Optional.of(made.text()));
    } finally {
      app.database().transaction(tx -> tokens.revoke(tx, name, actor));
    }
  }

  private Optional<String> token() {
    return session.app().settings().admin().token().map(Secret::value);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
  }

  private JsonNode ask(HttpRequest.Builder request, Optional<String> token) {
    token.ifPresent(it -> request.header("Authorization", "Bearer " + it));
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString());
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() == 200 && answer.isObject()) {
        return answer;
      }
      throw refusal(answer.path("error"));
    } catch (JsonProcessingException e) {
      throw silent("what answers there is no serve, or another version of it");
    } catch (IOException e) {
      throw silent(e.getMessage() == null ? "no connection" : e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent("interrupted");
    }
  }

  private Refusal silent(String why) {
    return new Refusal(
        Refusal.Kind.UNAVAILABLE,
        "no serve answers at " + base + " (" + why + ")",
        "mailctl serve, or --url where it listens");
  }

  private static Refusal refusal(JsonNode error) {
    Refusal.Kind kind;
    try {
      kind = Refusal.Kind.valueOf(error.path("code").asText().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      kind = Refusal.Kind.UNAVAILABLE;
    }
    return new Refusal(
        kind, error.path("message").asText("it refused"), error.path("hint").asText(""));
  }
}
