package mailctl.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mailctl.database.Refusal;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxSettings;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SandboxListenerTest {
  private final SendGridSigner signer = SendGridSigner.generate();
  private final List<byte[]> posts = new ArrayList<>();
  private final SandboxListener listener =
      SandboxListener.start(
          new Sandbox(
              SandboxSettings.plain(1).withApiKey("SG.x"),
              SettableClock.at("2026-03-01T10:00:00Z"),
              signer,
              Optional.of(
                  (_, body) -> {
                    posts.add(body);
                    return 204;
                  })),
          0);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    listener.close();
    client.close();
  }

  @Test
  void mail_can_be_sent_looked_at_and_forgotten() throws Exception {
    assertThat(send("ada@example.org").statusCode()).isEqualTo(202);
    send("hard-bounce@example.org");

    assertThat(call("GET", "/sandbox/mailbox").body())
        .contains("ada@example.org", "hard-bounce@example.org", "\"subject\":\"s\"");
    assertThat(call("GET", "/sandbox/mailbox?to=ada%40example.org").body())
        .contains("ada@example.org")
        .doesNotContain("hard-bounce");
    assertThat(call("GET", "/v3/suppression/bounces").body()).contains("hard-bounce@example.org");
    assertThat(call("GET", "/v3/suppression/bounces?email=ada").body()).isEqualTo("[]");
    assertThat(call("POST", "/sandbox/flush").body()).contains("\"waiting\":0");
    assertThat(posts).isNotEmpty();
    assertThat(call("DELETE", "/sandbox/mailbox").statusCode()).isEqualTo(204);
    assertThat(call("GET", "/sandbox/mailbox").body()).isEqualTo("{\"messages\":[]}");
  }

  @Test
  void the_key_of_the_webhook_is_shown_and_the_scopes_need_the_key_of_the_api() throws Exception {
    assertThat(call("GET", "/sandbox/webhook-key").body()).isEqualTo(signer.publicKey() + "\n");
    assertThat(call("GET", "/v3/scopes").body()).contains("mail.send");
    HttpRequest without = HttpRequest.newBuilder(uri("/v3/scopes")).build();
    assertThat(client.send(without, HttpResponse.BodyHandlers.ofString()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_lost_response_drops_the_connection() throws Exception {
    assertThatThrownBy(() -> send("lost-response@example.org")).isInstanceOf(IOException.class);
    assertThat(call("GET", "/sandbox/mailbox").body()).contains("lost-response@example.org");
  }

  @Test
  void a_port_that_is_taken_is_refused_by_number() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Sandbox other =
            new Sandbox(
                SandboxSettings.plain(1),
                SettableClock.at("2026-03-01T10:00:00Z"),
                signer,
                Optional.empty())) {
      assertThatThrownBy(() -> SandboxListener.start(other, taken.getLocalPort()))
          .isInstanceOfSatisfying(
              Refusal.class,
              refusal -> {
                assertThat(refusal.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
                assertThat(refusal).hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
                assertThat(refusal.hint()).contains("sandbox.port");
              });
    }
  }

  private HttpResponse<String> send(String address) throws Exception {
    String body =
        "{\"personalizations\":[{\"to\":[{\"email\":\""
            + address
            + "\"}]}],\"from\":{\"email\":\"a@b.org\"},\"subject\":\"s\","
            + "\"content\":[{\"type\":\"text/plain\",\"value\":\"x\"}]}";
    return client.send(
        HttpRequest.newBuilder(uri("/v3/mail/send"))
            .header("Authorization", "Bearer SG.x")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> call(String method, String path) throws Exception {
    return client.send(
        HttpRequest.newBuilder(uri(path))
            .header("Authorization", "Bearer SG.x")
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create(listener.url() + path);
  }
}
