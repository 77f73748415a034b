package mailctl.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mailctl.database.Database;
import mailctl.database.Refusal;
import mailctl.support.Eventually;
import mailctl.support.SettableClock;
import mailctl.support.StoredPosts;
import mailctl.support.TestDatabase;
import mailctl.support.WebhookSigner;
import mailctl.suppression.OptOut;
import mailctl.suppression.UnsubscribeResult;
import mailctl.suppression.Unsubscriber;
import mailctl.webhook.InboxSignal;
import mailctl.webhook.PostOrigin;
import mailctl.webhook.PostVerifier;
import mailctl.webhook.Receipt;
import mailctl.webhook.SignatureVerifier;
import mailctl.webhook.WebhookPostId;
import mailctl.webhook.WebhookPostInfo;
import mailctl.webhook.WebhookPostStore;
import mailctl.webhook.WebhookReceiver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.postgresql.ds.PGSimpleDataSource;

final class PublicListenerTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final byte[] BODY = "[{\"event\":\"open\"},\r\n{\"é\":0}]\r\n".getBytes(UTF_8);
  private static final int LIMIT = 4_096;
  private static final SignatureHeaders HEADERS = new SignatureHeaders("X-Signature", "X-Time");

  /// Knows one link.
  private static final class OneLink implements Unsubscriber {
    volatile boolean done;

    @Override
    public UnsubscribeResult look(String token) {
      return token.equals("good")
          ? new UnsubscribeResult.Known(
              "the \"Fair\"",
              "Fair & <Sons>",
              done ? Optional.of(OptOut.ORGANIZATION) : Optional.empty(),
              false)
          : new UnsubscribeResult.Unknown();
    }

    @Override
    public UnsubscribeResult unsubscribe(String token, OptOut from) {
      done |= token.equals("good");
      return look(token);
    }

    @Override
    public UnsubscribeResult resubscribe(String token) {
      done = false;
      return look(token);
    }
  }

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final WebhookSigner signer = WebhookSigner.create();
  private final WebhookPostStore posts = new WebhookPostStore();
  private final AtomicInteger signals = new AtomicInteger();
  private final OneLink link = new OneLink();
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Receipt> answers = new CopyOnWriteArrayList<>();
  private PublicListener listener;

  @BeforeEach
  void listen() {
    listener = start(db.database(), verifier(), "127.0.0.1");
  }

  @AfterEach
  void stop() {
    listener.stop();
    client.close();
  }

  @Test
  void a_signed_post_is_stored_byte_for_byte_before_the_answer() throws Exception {
    HttpResponse<String> response = post(BODY, NOW, signer.sign(BODY, NOW));

    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    WebhookPostInfo info = stored().getFirst();
    assertThat(info.origin()).isEqualTo(PostOrigin.SIGNED);
    assertThat(info.receivedAt()).isEqualTo(NOW);
    assertThat(new StoredPosts(db.database()).body(new WebhookPostId(1))).isEqualTo(BODY);
    assertThat(signals).hasValue(1);
    assertThat(headers()).contains("X-Signature", "X-Time").doesNotContain("hush");
  }

  @Test
  void what_is_not_json_is_taken_all_the_same() throws Exception {
    byte[] body = {0, -1, 13, 10, 'x'};

    assertThat(post(body, NOW, signer.sign(body, NOW)).statusCode()).isEqualTo(204);
    assertThat(post(new byte[0], NOW, signer.sign(new byte[0], NOW)).statusCode()).isEqualTo(204);
    assertThat(stored()).hasSize(2);
  }

  @Test
  void a_bad_missing_or_old_signature_is_401_and_stores_nothing() throws Exception {
    Instant old = NOW.minus(Duration.ofHours(26));
    Instant ahead = NOW.plus(Duration.ofMinutes(6));

    assertThat(post(BODY, NOW, WebhookSigner.create().sign(BODY, NOW)).statusCode()).isEqualTo(401);
    assertThat(post(BODY, NOW, "not base64!!").statusCode()).isEqualTo(401);
    assertThat(post(BODY, old, signer.sign(BODY, old)).statusCode()).isEqualTo(401);
    assertThat(post(BODY, ahead, signer.sign(BODY, ahead)).statusCode()).isEqualTo(401);
    HttpResponse<String> unsigned =
        send(request("/webhooks/sendgrid").POST(BodyPublishers.ofByteArray(BODY)));
    assertThat(unsigned.statusCode()).isEqualTo(401);
    assertThat(unsigned.body()).isEqualTo("the post is not signed\n");

    assertThat(stored()).isEmpty();
    assertThat(signals).hasValue(0);
  }

  @Test
  void a_body_over_the_limit_is_413_declared_or_not() throws Exception {
    byte[] most = new byte[LIMIT];
    byte[] tooMuch = new byte[LIMIT + 1];

    assertThat(post(most, NOW, signer.sign(most, NOW)).statusCode()).isEqualTo(204);
    assertThat(post(tooMuch, NOW, signer.sign(tooMuch, NOW)).statusCode()).isEqualTo(413);
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooMuch));
    assertThat(post(chunked, NOW, signer.sign(tooMuch, NOW)).statusCode()).isEqualTo(413);

    assertThat(stored()).hasSize(1);
  }

  @Test
  void a_chunked_body_is_taken() throws Exception {
    BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(BODY));

    assertThat(post(chunked, NOW, signer.sign(BODY, NOW)).statusCode()).isEqualTo(204);
  }

  @Test
  void without_a_database_it_answers_503_and_when_to_come_again() throws Exception {
    PGSimpleDataSource nobody = new PGSimpleDataSource();
    nobody.setUrl("jdbc:postgresql://127.0.0.1:1/none?user=x");
    Database away = new Database(nobody, db.database().location());
    listener.stop();
    listener = start(away, verifier(), "127.0.0.1");

    HttpResponse<String> response = post(BODY, NOW, signer.sign(BODY, NOW));

    assertThat(response.statusCode()).isEqualTo(503);
    assertThat(response.headers().firstValue("Retry-After")).hasValue("30");
    assertThat(response.body()).doesNotContain("jdbc", "Exception", "127.0.0.1");
  }

  @Test
  void a_database_that_hangs_is_503_after_a_moment_and_wrong_signatures_are_still_401()
      throws Exception {
    listener.stop();
    try (WebhookReceiver impatient = receiver(db.database(), verifier(), Duration.ofMillis(200))) {
      listener = start(impatient, "127.0.0.1");
      db.database()
          .run(
              tx -> {
                tx.dsl().execute("lock table webhook_post in access exclusive mode");
                assertThat(status(signer.sign(BODY, NOW))).isEqualTo(503);
                assertThat(status("AAAA")).isEqualTo(401);
              });
    }
  }

  @Test
  void past_the_memory_it_is_503_quickly_and_room_comes_back() throws Exception {
    byte[] most = new byte[LIMIT];
    List<Socket> slow = new ArrayList<>();
    try {
      // Ten posts of which all but the last byte came.
      for (int i = 0; i < 10; i++) {
        slow.add(allButTheLastByte(most));
      }
      Eventually.isTrue(
          () -> {
            boolean full = status(signer.sign(BODY, NOW)) == 503;
            // A probe may have been in the way of a slow one that came later.
            slow.replaceAll(socket -> isAnswered(socket) ? allButTheLastByte(most) : socket);
            return full;
          },
          () -> "there is still room");
      HttpResponse<String> full = post(BODY, NOW, signer.sign(BODY, NOW));
      assertThat(full.headers().firstValue("Retry-After")).hasValue("30");
      assertThat(stored()).allMatch(each -> each.bytes() == BODY.length);

      for (Socket socket : slow) {
        socket.getOutputStream().write(0);
        byte[] answer = socket.getInputStream().readNBytes(12);
        assertThat(new String(answer, UTF_8)).isEqualTo("HTTP/1.1 204");
      }
      assertThat(status(signer.sign(BODY, NOW))).isEqualTo(204);
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  private Socket allButTheLastByte(byte[] body) {
    try {
      Socket socket = new Socket("127.0.0.1", listener.port());
      socket
          .getOutputStream()
          .write(
              ("POST /webhooks/sendgrid HTTP/1.1\r\nHost: x\r\nContent-Length: "
                      + body.length
                      + "\r\nX-Time: "
                      + WebhookSigner.timestamp(NOW)
                      + "\r\nX-Signature: "
                      + signer.sign(body, NOW)
                      + "\r\n\r\n")
                  .getBytes(UTF_8));
      socket.getOutputStream().write(body, 0, body.length - 1);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isAnswered(Socket socket) {
    try {
      if (socket.getInputStream().available() == 0) {
        return false;
      }
      socket.close();
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_body_that_is_cut_off_is_400_and_heard_of() throws Exception {
    try (Socket socket = allButTheLastByte(new byte[LIMIT])) {
      socket.shutdownOutput();
      assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
          .startsWith("HTTP/1.1 400")
          .containsIgnoringCase("\r\nConnection: close\r\n");
    }

    assertThat(answers).containsExactly(new Receipt.Incomplete(Receipt.Incomplete.Why.CUT_OFF));
  }

  @Test
  void when_the_database_comes_back_posts_are_taken_without_a_restart() throws Exception {
    PGSimpleDataSource moving = new PGSimpleDataSource();
    moving.setUrl("jdbc:postgresql://127.0.0.1:1/none?user=x");
    listener.stop();
    listener = start(new Database(moving, db.database().location()), verifier(), "127.0.0.1");

    assertThat(status(signer.sign(BODY, NOW))).isEqualTo(503);
    moving.setUrl(db.jdbcUrl());
    assertThat(status(signer.sign(BODY, NOW))).isEqualTo(204);
    assertThat(stored()).hasSize(1);
  }

  @Test
  void small_and_large_posts_are_stored_alike() throws Exception {
    listener.stop();
    listener =
        new PublicListener(
            new BindAddress("127.0.0.1", 0),
            new PublicListener.Limits(1 << 20, 8 << 20, Duration.ofSeconds(30)),
            HEADERS,
            receiver(db.database(), verifier(), Duration.ofSeconds(20)),
            link,
            answers::add);
    listener.start();
    for (int size : new int[] {1, 32 * 1024, 32 * 1024 + 1, 1 << 20}) {
      byte[] body = new byte[size];
      Arrays.fill(body, (byte) size);
      assertThat(post(body, NOW, signer.sign(body, NOW)).statusCode()).isEqualTo(204);
      WebhookPostId id = stored().getFirst().id();
      assertThat(new StoredPosts(db.database()).body(id)).isEqualTo(body);
    }
  }

  @Test
  void while_draining_posts_are_503() throws Exception {
    listener.drain();

    HttpResponse<String> response = post(BODY, NOW, signer.sign(BODY, NOW));
    assertThat(response.statusCode()).isEqualTo(503);
    // Its body was not read.
    assertThat(response.headers().firstValue("Connection")).hasValue("close");
    assertThat(listener.awaitEnd(Duration.ofSeconds(5))).isTrue();
    assertThat(stored()).isEmpty();
  }

  @Test
  void unverified_posts_are_taken_and_marked_when_somebody_wrote_so() throws Exception {
    listener.stop();
    listener = start(db.database(), PostVerifier.off(), "127.0.0.1");

    assertThat(post(BODY, NOW, "").statusCode()).isEqualTo(204);
    assertThat(stored().getFirst().origin()).isEqualTo(PostOrigin.UNVERIFIED);
  }

  @Test
  void unverified_posts_are_for_loopback_only() {
    assertThatThrownBy(() -> start(db.database(), PostVerifier.off(), "0.0.0.0"))
        .isInstanceOfSatisfying(
            Refusal.class, e -> assertThat(e.kind()).isEqualTo(Refusal.Kind.CONFIG));
  }

  @Test
  void a_port_that_is_taken_is_refused_by_its_number() {
    assertThatThrownBy(
            () -> {
              try (WebhookReceiver receiver =
                  receiver(db.database(), verifier(), Duration.ofSeconds(5))) {
                new PublicListener(
                        new BindAddress("127.0.0.1", listener.port()),
                        new PublicListener.Limits(LIMIT, LIMIT, Duration.ofSeconds(30)),
                        HEADERS,
                        receiver,
                        link,
                        answers::add)
                    .start();
              }
            })
        .isInstanceOfSatisfying(
            Refusal.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Refusal.Kind.UNAVAILABLE);
              assertThat(e.hint()).contains("public.port");
            })
        .hasMessageContaining("127.0.0.1:" + listener.port());
  }

  @Test
  void opening_an_unsubscribe_link_changes_nothing() throws Exception {
    HttpResponse<String> page = send(request("/unsubscribe/good").GET());

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
    assertThat(page.body())
        .contains("<html lang=\"en\">", "<form method=\"post\">", "Fair &amp; &lt;Sons&gt;");
    assertThat(link.done).isFalse();
  }

  @Test
  void one_click_opts_out_without_cookie_or_redirect_any_number_of_times() throws Exception {
    for (int i = 0; i < 2; i++) {
      HttpResponse<String> response =
          send(
              request("/unsubscribe/good")
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString("List-Unsubscribe=One-Click")));

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
      assertThat(response.body()).contains("You are unsubscribed");
    }
    assertThat(link.done).isTrue();
  }

  @Test
  void an_unknown_link_is_404_and_says_what_to_do() throws Exception {
    HttpResponse<String> page = send(request("/unsubscribe/bad").POST(BodyPublishers.noBody()));

    assertThat(page.statusCode()).isEqualTo(404);
    assertThat(page.body()).contains("This link does not work");
  }

  @Test
  void strangers_learn_nothing() throws Exception {
    for (String path : List.of("/admin", "/webhooks/sendgrid", "/unsubscribe/", "/%00", "/..;/x")) {
      HttpResponse<String> response = send(request(path).GET());

      assertThat(response.statusCode()).as(path).isIn(400, 404);
      assertThat(response.headers().firstValue("Server")).isEmpty();
      assertThat(response.body())
          .doesNotContainIgnoringCase("jetty", "javalin", "exception", "\tat ");
    }
    assertThat(send(request("/").GET()).body()).isEqualTo("mailctl is here\n");
  }

  private PostVerifier verifier() {
    return PostVerifier.bySignature(
        new SignatureVerifier(
            List.of(signer.publicKey()),
            Duration.ofHours(25),
            Duration.ofMinutes(5),
            new SettableClock(NOW)));
  }

  private PublicListener start(Database database, PostVerifier verifier, String host) {
    return start(receiver(database, verifier, Duration.ofSeconds(5)), host);
  }

  private PublicListener start(WebhookReceiver receiver, String host) {
    PublicListener started =
        new PublicListener(
            new BindAddress(host, 0),
            new PublicListener.Limits(LIMIT, 10L * LIMIT, Duration.ofSeconds(30)),
            HEADERS,
            receiver,
            link,
            answers::add);
    started.start();
    return started;
  }

  private WebhookReceiver receiver(Database database, PostVerifier verifier, Duration patience) {
    InboxSignal signal = new InboxSignal();
    signal.onPost(signals::incrementAndGet);
    return new WebhookReceiver(database, posts, verifier, signal, new SettableClock(NOW), patience);
  }

  private List<WebhookPostInfo> stored() {
    return new StoredPosts(db.database()).newestFirst();
  }

  private String headers() {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .fetchSingle("select headers::text from webhook_post")
                    .get(0, String.class));
  }

  private int status(String signature) {
    try {
      return post(BODY, NOW, signature).statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpResponse<String> post(byte[] body, Instant signedAt, String signature)
      throws Exception {
    return post(BodyPublishers.ofByteArray(body), signedAt, signature);
  }

  private HttpResponse<String> post(BodyPublisher body, Instant signedAt, String signature)
      throws Exception {
    return send(
        request("/webhooks/sendgrid")
            .header("Content-Type", "application/json;charset=utf-8")
            .header("Authorization", "Bearer hush")
            .header("X-Time", WebhookSigner.timestamp(signedAt))
            .header("X-Signature", signature)
            .POST(body));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }
}
