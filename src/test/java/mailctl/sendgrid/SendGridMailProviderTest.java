package mailctl.sendgrid;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import mailctl.http.SandboxListener;
import mailctl.provider.EmailAddress;
import mailctl.provider.MailRequest;
import mailctl.provider.ReturnCause;
import mailctl.provider.SubmissionOutcome;
import mailctl.sandbox.MailboxMessage;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxSettings;
import mailctl.support.SettableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SendGridMailProviderTest {
  private static final String KEY = "SG.key";

  private final SettableClock clock = SettableClock.at("2026-03-01T10:00:00Z");
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  @Test
  void an_accepted_request_is_in_the_mailbox_with_each_recipients_values() {
    Sandbox sandbox = sandbox(plain());
    SubmissionOutcome outcome =
        providerFor(sandbox).submit(request("ada@example.org", "bob@example.org"));

    assertThat(outcome).isInstanceOf(SubmissionOutcome.Accepted.class);
    List<MailboxMessage> messages = sandbox.mailbox().messages();
    assertThat(((SubmissionOutcome.Accepted) outcome).messageId())
        .contains(messages.getFirst().messageId());
    assertThat(messages).hasSize(2);
    MailboxMessage first = messages.getFirst();
    assertThat(first.to()).isEqualTo("ada@example.org");
    assertThat(first.toName()).isEqualTo("N\u00e4me, with comma");
    assertThat(first.from()).isEqualTo("team@example.org");
    assertThat(first.replyTo()).isEqualTo("help@example.org");
    assertThat(first.subject()).isEqualTo("Hi ada@example.org");
    assertThat(first.html()).isEqualTo("<p>ada@example.org \u20ac</p>");
    assertThat(first.text()).isEqualTo("ada@example.org \ud83d\ude00");
    assertThat(first.headers()).containsEntry("List-Unsubscribe", "<https://u.example/1>");
    assertThat(first.customArgs()).containsEntry("mailctl_ref", "x.1.1");
  }

  @Test
  void the_sandboxs_outcomes_are_understood() {
    SendGridMailProvider provider = providerFor(sandbox(plain()));

    assertThat(provider.submit(request("a@example.org", "reject@example.org")))
        .isInstanceOfSatisfying(
            SubmissionOutcome.Rejected.class,
            rejected -> assertThat(rejected.named()).containsOnlyKeys(1));
    assertThat(provider.submit(request("server-error@example.org")))
        .isInstanceOf(SubmissionOutcome.InDoubt.class);
    assertThat(cause(provider.submit(requestFrom("unverified@example.org", "a@example.org"))))
        .isEqualTo(ReturnCause.FORBIDDEN);
  }

  @Test
  void a_lost_response_and_a_lost_request_look_the_same_and_are_in_doubt() {
    Sandbox sandbox = sandbox(plain());
    SendGridMailProvider provider = providerFor(sandbox);

    assertThat(provider.submit(request("lost-response@example.org")))
        .isInstanceOf(SubmissionOutcome.InDoubt.class);
    assertThat(provider.submit(request("lost-request@example.org")))
        .isInstanceOf(SubmissionOutcome.InDoubt.class);
    assertThat(sandbox.mailbox().messages())
        .extracting(MailboxMessage::to)
        .containsExactly("lost-response@example.org");
  }

  @Test
  void a_wrong_key_used_up_credits_and_a_rate_limit_come_back() {
    SandboxSettings limited =
        plain()
            .withLimits(
                new SandboxSettings.AccountLimits(
                    java.util.OptionalLong.of(1), 2, Duration.ofSeconds(30)));
    Sandbox sandbox = sandbox(limited);
    String url = listen(sandbox);

    assertThat(cause(provider(settings(url, "SG.wrong")).submit(request("a@example.org"))))
        .isEqualTo(ReturnCause.UNAUTHORIZED);
    SendGridMailProvider provider = provider(settings(url, KEY));
    provider.submit(request("a@example.org"));
    assertThat(cause(provider.submit(request("b@example.org"))))
        .isEqualTo(ReturnCause.CREDITS_EXHAUSTED);
    assertThat(provider.submit(request("c@example.org")))
        .isEqualTo(
            new SubmissionOutcome.Returned(
                ReturnCause.RATE_LIMITED,
                "too many requests",
                Optional.of(Duration.ofSeconds(30))));
  }

  @Test
  void a_slow_answer_is_in_doubt_when_the_time_is_up() {
    Sandbox sandbox = sandbox(plain().withSlowness(Duration.ofSeconds(2)));
    SendGridMailProvider provider = provider(hasty(listen(sandbox), Duration.ofMillis(300)));

    assertThat(provider.submit(request("slow@example.org")))
        .isInstanceOfSatisfying(
            SubmissionOutcome.InDoubt.class,
            doubt -> assertThat(doubt.words()).contains("within 0.3 s"));
  }

  @Test
  void nobody_listening_is_not_connected() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }

    assertThat(
            cause(provider(settings("http://127.0.0.1:" + port, KEY)).submit(request("a@x.org"))))
        .isEqualTo(ReturnCause.NOT_CONNECTED);
    assertThat(
            cause(
                provider(settings("http://no-such-host.invalid:1", KEY))
                    .submit(request("a@x.org"))))
        .isEqualTo(ReturnCause.NOT_CONNECTED);
  }

  @Test
  void a_failed_or_endless_tls_handshake_is_not_connected() throws Exception {
    RawServer plain = server(socket -> socket.getOutputStream().write("hello\r\n".getBytes(UTF_8)));
    RawServer mute = server(socket -> socket.getInputStream().readAllBytes());

    for (RawServer server : List.of(plain, mute)) {
      SendGridMailProvider provider =
          provider(hasty("https://127.0.0.1:" + server.port(), Duration.ofMillis(400)));
      assertThat(cause(provider.submit(request("a@example.org"))))
          .isEqualTo(ReturnCause.NOT_CONNECTED);
    }
  }

  @Test
  void a_reset_or_a_close_after_the_request_is_in_doubt_and_never_repeated() throws Exception {
    RawServer reset =
        server(
            socket -> {
              RawServer.readRequest(socket);
              socket.setSoLinger(true, 0);
            });
    RawServer close = server(RawServer::readRequest);
    RawServer garbage =
        server(
            socket -> {
              RawServer.readRequest(socket);
              socket.getOutputStream().write("what?\r\n\r\n".getBytes(UTF_8));
            });

    for (RawServer server : List.of(reset, close, garbage)) {
      assertThat(
              provider(settings("http://127.0.0.1:" + server.port(), KEY))
                  .submit(request("a@example.org")))
          .isInstanceOf(SubmissionOutcome.InDoubt.class);
      assertThat(server.connections).hasValue(1);
    }
  }

  @Test
  void an_answer_that_trickles_in_ends_with_the_total_time_out() throws Exception {
    RawServer trickle =
        server(
            socket -> {
              RawServer.readRequest(socket);
              socket
                  .getOutputStream()
                  .write("HTTP/1.1 202 Accepted\r\nContent-Length: 1000\r\n\r\n".getBytes(UTF_8));
              while (true) {
                socket.getOutputStream().write('x');
                socket.getOutputStream().flush();
                Thread.sleep(20);
              }
            });
    SendGridMailProvider provider =
        provider(hasty("http://127.0.0.1:" + trickle.port(), Duration.ofMillis(300)));

    long start = System.nanoTime();
    assertThat(provider.submit(request("a@example.org")))
        .isInstanceOf(SubmissionOutcome.InDoubt.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void waiting_for_a_free_connection_in_vain_is_not_connected() throws Exception {
    RawServer mute = server(socket -> socket.getInputStream().readAllBytes());
    SendGridSettings one =
        new SendGridSettings(
            KEY,
            URI.create("http://127.0.0.1:" + mute.port()),
            SendGridSettings.Region.GLOBAL,
            Optional.empty(),
            Duration.ofMillis(100),
            Duration.ofMillis(500),
            1);
    SendGridMailProvider provider = provider(one);
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<SubmissionOutcome>> outcomes =
          List.of(
              both.submit(() -> provider.submit(request("a@example.org"))),
              both.submit(() -> provider.submit(request("b@example.org"))));
      assertThat(List.of(outcomes.get(0).get(), outcomes.get(1).get()))
          .hasAtLeastOneElementOfType(SubmissionOutcome.InDoubt.class)
          .hasAtLeastOneElementOfType(SubmissionOutcome.Returned.class);
    }
  }

  @Test
  void a_closed_provider_sends_nothing() {
    Sandbox sandbox = sandbox(plain());
    SendGridMailProvider provider = providerFor(sandbox);
    provider.close();

    assertThat(cause(provider.submit(request("a@example.org"))))
        .isEqualTo(ReturnCause.NOT_CONNECTED);
    assertThat(sandbox.mailbox().messages()).isEmpty();
  }

  @Test
  void a_full_batch_goes_in_one_request() {
    Sandbox sandbox = sandbox(plain());
    String[] many =
        IntStream.range(0, 1_000).mapToObj(i -> "r" + i + "@example.org").toArray(String[]::new);

    assertThat(providerFor(sandbox).submit(request(many)))
        .isInstanceOf(SubmissionOutcome.Accepted.class);
    assertThat(sandbox.mailbox().messages()).hasSize(1_000);
  }

  @Test
  void the_subuser_is_named_and_the_key_never_printed() throws Exception {
    StringBuilder head = new StringBuilder();
    RawServer server =
        server(
            socket -> {
              while (head.indexOf("}}}") < 0) {
                head.append((char) socket.getInputStream().read());
              }
              socket.getOutputStream().write("HTTP/1.1 202 \r\n\r\n".getBytes(UTF_8));
            });
    SendGridSettings settings =
        new SendGridSettings(
            KEY,
            URI.create("http://127.0.0.1:" + server.port()),
            SendGridSettings.Region.EU,
            Optional.of("team-b"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            1);

    provider(settings).submit(request("a@example.org"));

    assertThat(head.toString())
        .startsWith("POST /v3/mail/send HTTP/1.1")
        .contains("on-behalf-of: team-b", "Authorization: Bearer SG.key", "\"enable\":false}}}");
    assertThat(settings.toString()).doesNotContain(KEY);
  }

  @Test
  void the_region_chooses_sendgrids_host() {
    SendGridSettings eu =
        new SendGridSettings(
            KEY,
            SendGridSettings.DEFAULT_URL,
            SendGridSettings.Region.EU,
            Optional.empty(),
            Duration.ofSeconds(1),
            Duration.ofSeconds(1),
            1);

    assertThat(eu.authority()).isEqualTo("api.eu.sendgrid.com");
    assertThat(settings("https://api.sendgrid.com", KEY).authority()).isEqualTo("api.sendgrid.com");
  }

  private static ReturnCause cause(SubmissionOutcome outcome) {
    assertThat(outcome).isInstanceOf(SubmissionOutcome.Returned.class);
    return ((SubmissionOutcome.Returned) outcome).cause();
  }

  private static SandboxSettings plain() {
    return SandboxSettings.plain(1).withApiKey(KEY);
  }

  private Sandbox sandbox(SandboxSettings settings) {
    return new Sandbox(settings, clock, SendGridSigner.generate(), Optional.empty());
  }

  private String listen(Sandbox sandbox) {
    SandboxListener listener = SandboxListener.start(sandbox, 0);
    open.add(listener);
    return listener.url();
  }

  private SendGridMailProvider providerFor(Sandbox sandbox) {
    return provider(settings(listen(sandbox), KEY));
  }

  private SendGridMailProvider provider(SendGridSettings settings) {
    SendGridMailProvider provider = new SendGridMailProvider(settings, clock);
    open.add(provider);
    return provider;
  }

  private RawServer server(RawServer.Handling handling) throws Exception {
    RawServer server = new RawServer(handling);
    open.add(server);
    return server;
  }

  private static SendGridSettings settings(String url, String key) {
    return SendGridSettings.of(key, URI.create(url), 4);
  }

  private static SendGridSettings hasty(String url, Duration timeout) {
    return new SendGridSettings(
        KEY,
        URI.create(url),
        SendGridSettings.Region.GLOBAL,
        Optional.empty(),
        Duration.ofSeconds(1),
        timeout,
        2);
  }

  private static MailRequest request(String... addresses) {
    return requestFrom("team@example.org", addresses);
  }

  private static MailRequest requestFrom(String from, String... addresses) {
    List<MailRequest.Recipient> recipients = new ArrayList<>();
    for (String address : addresses) {
      recipients.add(
          new MailRequest.Recipient(
              new EmailAddress(address, "N\u00e4me, with comma"),
              Map.of("-tag-", address),
              Map.of("mailctl_ref", "x.1.1"),
              Map.of("List-Unsubscribe", "<https://u.example/1>")));
    }
    return new MailRequest(
        new EmailAddress(from, "Team"),
        Optional.of(new EmailAddress("help@example.org", "")),
        "Hi -tag-",
        "<p>-tag- \u20ac</p>",
        "-tag- \ud83d\ude00",
        recipients);
  }
}
