package mailctl.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import mailctl.delivery.UnsubscribeByLink;
import mailctl.support.SettableClock;
import mailctl.support.StoredPosts;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import mailctl.support.WebhookSigner;
import mailctl.suppression.SuppressionStore;
import mailctl.suppression.UnsubscribeToken;
import mailctl.trace.Tracing;
import mailctl.webhook.InboxSignal;
import mailctl.webhook.PostVerifier;
import mailctl.webhook.Receipt;
import mailctl.webhook.SignatureVerifier;
import mailctl.webhook.WebhookPostStore;
import mailctl.webhook.WebhookReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class DoorsTest {
  private static final byte[] BODY = "[]".getBytes(UTF_8);

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(TestRows.NOW);
  private final WebhookSigner signer = WebhookSigner.create();
  private final List<Receipt> answers = new CopyOnWriteArrayList<>();
  private final AtomicInteger turnedAway = new AtomicInteger();
  private final HttpClient client = HttpClient.newHttpClient();
  private PublicListener listener;

  @BeforeEach
  void listen() {
    start("127.0.0.0/8");
  }

  @AfterEach
  void stop() {
    listener.stop();
    client.close();
  }

  @Test
  void who_asks_for_too_many_pages_is_told_when_to_come_again_and_others_are_not()
      throws Exception {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 11; i++) {
      statuses.add(page("/unsubscribe/none", "203.0.113.9").statusCode());
    }
    assertThat(statuses.subList(0, 10)).containsOnly(404);
    assertThat(statuses.getLast()).isEqualTo(429);

    HttpResponse<String> nowhere = page("/nowhere", "203.0.113.9");
    assertThat(nowhere.statusCode()).isEqualTo(429);
    assertThat(nowhere.headers().firstValue("Retry-After").orElse("")).matches("[1-9]\\d*");
    assertThat(turnedAway).hasValue(2);
    assertThat(page("/", "203.0.113.10").statusCode()).isEqualTo(200);
    // What the client itself writes into the list moves nothing.
    assertThat(page("/", "1.2.3.4, 203.0.113.9").statusCode()).isEqualTo(429);
  }

  @Test
  void posts_that_are_signed_are_never_too_many_and_those_that_are_not_soon_are() throws Exception {
    for (int i = 0; i < 40; i++) {
      assertThat(signed("203.0.113.9")).isEqualTo(204);
    }
    for (int i = 0; i < 10; i++) {
      assertThat(unsigned("203.0.113.66").statusCode()).isEqualTo(401);
    }

    HttpResponse<String> enough = unsigned("203.0.113.66");

    assertThat(enough.statusCode()).isEqualTo(429);
    assertThat(enough.headers().firstValue("Retry-After")).isPresent();
    assertThat(answers.getLast()).isInstanceOf(Receipt.Throttled.class);
    assertThat(signed("203.0.113.9")).isEqualTo(204);
    assertThat(new StoredPosts(db.database()).newestFirst()).hasSize(41);
  }

  @Test
  void behind_a_proxy_that_is_not_named_nobodys_posts_are_refused_for_anothers() throws Exception {
    listener.stop();
    start("10.0.0.0/8");
    for (int i = 0; i < 30; i++) {
      assertThat(unsigned("203.0.113.66").statusCode()).isEqualTo(401);
    }

    assertThat(signed("203.0.113.9")).isEqualTo(204);
  }

  private void start(String proxies) {
    WebhookReceiver receiver =
        new WebhookReceiver(
            db.database(),
            new WebhookPostStore(),
            PostVerifier.bySignature(
                new SignatureVerifier(
                    List.of(signer.publicKey()),
                    Duration.ofHours(25),
                    Duration.ofMinutes(5),
                    clock)),
            new InboxSignal(),
            clock,
            Duration.ofSeconds(20));
    Doors doors =
        new Doors(
            new TrustedProxies(
                Stream.of(proxies).map(Cidr::parse).toList(),
                TrustedProxies.Header.X_FORWARDED_FOR),
            Rate.parse("1/h"),
            Rate.parse("1/h"));
    listener =
        new PublicListener(
            new BindAddress("127.0.0.1", 0),
            new PublicListener.Limits(4_096, 40_960, Duration.ofSeconds(30)),
            new SignatureHeaders("X-Signature", "X-Time"),
            receiver,
            new UnsubscribeByLink(
                db.database(), new UnsubscribeToken(new byte[32]), new SuppressionStore(), clock),
            answers::add,
            new PublicListener.Extras(
                Optional.empty(), () -> doors, turnedAway::incrementAndGet, Tracing.off()));
    listener.start();
  }

  private HttpResponse<String> page(String path, String from) throws Exception {
    return send(request(path, from).GET());
  }

  private int signed(String from) throws Exception {
    return send(request("/webhooks/sendgrid", from)
            .header("X-Time", WebhookSigner.timestamp(TestRows.NOW))
            .header("X-Signature", signer.sign(BODY, TestRows.NOW))
            .POST(HttpRequest.BodyPublishers.ofByteArray(BODY)))
        .statusCode();
  }

  private HttpResponse<String> unsigned(String from) throws Exception {
    return send(
        request("/webhooks/sendgrid", from).POST(HttpRequest.BodyPublishers.ofByteArray(BODY)));
  }

  private HttpRequest.Builder request(String path, String from) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
        .header("X-Forwarded-For", from);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
