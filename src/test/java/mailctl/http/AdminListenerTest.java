package mailctl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import mailctl.database.Refusal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AdminListenerTest {
  private final AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.empty());
  private final Readiness readiness =
      new Readiness(List.of(new Readiness.Check("database", problem::get)));
  private final HttpClient client = HttpClient.newHttpClient();
  private AdminListener listener = listener("127.0.0.1", Optional.empty());

  @AfterEach
  void stop() {
    listener.stop();
    client.close();
  }

  @Test
  void a_living_process_is_healthy_and_ready_when_nothing_is_amiss() throws Exception {
    listener.start();

    assertThat(get("/healthz").body()).isEqualTo("{\"status\":\"ok\"}");
    assertThat(get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");
  }

  @Test
  void it_is_not_ready_for_a_named_reason_and_healthy_all_the_same() throws Exception {
    listener.start();
    problem.set(Optional.of("cannot reach it"));

    HttpResponse<String> response = get("/readyz");

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.body()).contains("not_ready", "[\"database: cannot reach it\"]");
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
  }

  @Test
  void draining_is_not_ready() throws Exception {
    listener.start();
    readiness.drain();

    assertThat(get("/readyz").body()).contains("[\"draining\"]");
  }

  @Test
  void writing_takes_the_token_and_reading_does_not() throws Exception {
    listener = listener("127.0.0.1", Optional.of("secret"));
    listener.start();

    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    assertThat(post("").statusCode()).isEqualTo(401);
    assertThat(post("Bearer wrong").statusCode()).isEqualTo(401);
    assertThat(post("Bearer secret").body()).isEqualTo("written");
  }

  @Test
  void without_a_token_nobody_writes() throws Exception {
    listener.start();

    assertThat(post("Bearer ").statusCode()).isEqualTo(403);
    assertThat(post("").body()).contains("no admin.token is set");
  }

  @Test
  void off_loopback_everything_takes_the_token() throws Exception {
    listener = listener("0.0.0.0", Optional.of("secret"));
    listener.start();

    assertThat(get("/healthz").statusCode()).isEqualTo(401);
    assertThat(get("/nowhere").statusCode()).isEqualTo(401);
  }

  @Test
  void off_loopback_without_a_token_is_refused() {
    assertThatThrownBy(() -> listener("0.0.0.0", Optional.of(" ")))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFIG));
  }

  private AdminListener listener(String host, Optional<String> token) {
    return new AdminListener(
        new BindAddress(host, 0),
        token,
        readiness,
        List.of(routes -> routes.post("/write", ctx -> ctx.result("written"))));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return client.send(request(path).GET().build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String authorization) throws Exception {
    HttpRequest.Builder request = request("/write").POST(BodyPublishers.noBody());
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path));
  }
}
