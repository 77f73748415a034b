package mailctl.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import mailctl.delivery.UnsubscribeByLink;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import mailctl.suppression.SuppressionStore;
import mailctl.suppression.UnsubscribeToken;
import mailctl.webhook.InboxSignal;
import mailctl.webhook.PostVerifier;
import mailctl.webhook.WebhookPostStore;
import mailctl.webhook.WebhookReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RequestIdTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(TestRows.NOW);
  private final HttpClient client = HttpClient.newHttpClient();
  private PublicListener listener;

  @BeforeEach
  void listen() {
    WebhookReceiver receiver =
        new WebhookReceiver(
            db.database(),
            new WebhookPostStore(),
            PostVerifier.off(),
            new InboxSignal(),
            clock,
            Duration.ofSeconds(20));
    listener =
        new PublicListener(
            new BindAddress("127.0.0.1", 0),
            new PublicListener.Limits(4_096, 40_960, Duration.ofSeconds(30)),
            new SignatureHeaders("X-Signature", "X-Time"),
            receiver,
            new UnsubscribeByLink(
                db.database(), new UnsubscribeToken(new byte[32]), new SuppressionStore(), clock),
            _ -> {});
    listener.start();
  }

  @AfterEach
  void stop() {
    listener.stop();
    client.close();
  }

  @Test
  void a_sane_name_is_taken_over_answered_and_kept() throws Exception {
    assertThat(answered("X-Request-Id", "front-7.b_2")).isEqualTo("front-7.b_2");
    assertThat(answered("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")).isEqualTo(TRACE);

    assertThat(kept()).containsExactly("front-7.b_2", TRACE);
  }

  @Test
  void what_is_not_sane_or_missing_gets_one_of_ours() throws Exception {
    String[] wrong = {"a b", "x".repeat(65), "<script>", "-", "post=1"};
    for (String each : wrong) {
      assertThat(answered("X-Request-Id", each)).matches("[89a-f][0-9a-f]{15}");
    }
    assertThat(answered("traceparent", "00-" + "0".repeat(32) + "-00f067aa0ba902b7-01"))
        .matches("[89a-f][0-9a-f]{15}");
    assertThat(answered("X-Other", "any")).matches("[89a-f][0-9a-f]{15}");

    assertThat(kept()).hasSize(wrong.length + 2).doesNotHaveDuplicates().doesNotContain(wrong);
  }

  @Test
  void what_is_refused_has_one_too() throws Exception {
    HttpResponse<String> large = send("X-Request-Id", "front-8", new byte[5_000]);

    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.headers().firstValue("X-Request-Id")).contains("front-8");
  }

  private String answered(String header, String value) throws Exception {
    HttpResponse<String> response = send(header, value, "[]".getBytes(UTF_8));
    assertThat(response.statusCode()).isEqualTo(204);
    return response.headers().firstValue("X-Request-Id").orElse("");
  }

  private HttpResponse<String> send(String header, String value, byte[] body) throws Exception {
    return client.send(
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + listener.port() + "/webhooks/sendgrid"))
            .header(header, value)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private List<String> kept() {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .fetch("select headers ->> 'X-Request-Id' from webhook_post order by id")
                    .getValues(0, String.class));
  }
}
