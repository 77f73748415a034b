package mailctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.EnumSet;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import mailctl.sandbox.AccountFault;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import mailctl.webhook.ProbePass;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The doctor before a healthy sandbox, and before ones that are not.
final class DoctorCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private ServeFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ServeFixture(db);
    fixture.rows.registration().insert();
  }

  @AfterEach
  void tearDown() {
    fixture.close();
  }

  @Test
  void a_healthy_set_up_is_called_healthy_line_by_line() {
    try (RunningMailctl _ = fixture.serve()) {
      CommandRun.Result doctor = doctor(at(fixture.servePort()));

      assertThat(doctor.stdout().lines().map(line -> line.replaceAll(" {2,}", " ").strip()))
          .allMatch(line -> line.startsWith("ok "))
          .anyMatch(line -> line.contains("(external), schema version "))
          .anyMatch(line -> line.startsWith("ok storage the database takes "))
          .anyMatch(line -> line.contains("the database is on another server"))
          .anyMatch(line -> line.startsWith("ok public url a signed probe comes through"))
          .anyMatch(line -> line.contains("takes the key, which may send mail"))
          .anyMatch(line -> line.startsWith("ok sender SendGrid knows the sender "))
          .anyMatch(line -> line.contains("SendGrid posts everything to"));
      assertThat(doctor.exitCode()).isZero();
      assertThat(fixture.posts()).isZero();
    }
  }

  @Test
  void what_is_wrong_with_the_account_is_named() {
    try (RunningMailctl _ = fixture.serve()) {
      String url = at(fixture.servePort());

      assertFault(url, AccountFault.NO_SEND_SCOPE, "key", "lacks the scope mail.send");
      assertFault(url, AccountFault.NO_SENDER, "sender", "will refuse mail from ");
      assertFault(url, AccountFault.WEBHOOK_OFF, "webhook settings", "it is switched off");
      assertFault(
          url, AccountFault.EVENTS_OFF, "webhook settings", "does not report bounce, dropped");
      assertFault(url, AccountFault.OTHER_KEY, "webhook settings", "a key that is not in");
      assertFault(url, AccountFault.OTHER_URL, "webhook settings", "elsewhere.example");
      assertFault(url, AccountFault.NO_WEBHOOK, "webhook settings", "has no event webhook");
      assertFault(url, AccountFault.UNSIGNED, "webhook settings", "are not signed");
    }
  }

  private void assertFault(String url, AccountFault fault, String check, String words) {
    fixture.sandbox.account().postTo(url + "/webhooks/sendgrid");
    fixture.sandbox.account().become(EnumSet.of(fault));
    assertOnlyFailure(CommandRun.on(db).settings(settings(url)).run("doctor"), check, words);
  }

  @Test
  void a_key_that_sendgrid_refuses_is_named_and_nothing_more_is_asked() {
    try (RunningMailctl _ = fixture.serve()) {
      Map<String, String> settings = settings(at(fixture.servePort()));
      fixture.sandbox.account().become(EnumSet.of(AccountFault.SEND_SCOPE_ONLY));
      CommandRun.Result restricted = CommandRun.on(db).settings(settings).run("doctor");
      settings.put("sendgrid.url", "http://127.0.0.1:1");
      CommandRun.Result away = CommandRun.on(db).settings(settings).run("doctor");

      assertThat(restricted.exitCode()).isZero();
      assertThat(restricted.stdout()).contains("the key may not look at the webhook's settings");
      assertOnlyFailure(away, "key", "SendGrid cannot be asked: no answer from 127.0.0.1:1");
      assertThat(away.stdout()).doesNotContain("webhook settings");
    }
  }

  @Test
  void what_stands_between_is_named() throws Exception {
    try (RunningMailctl _ = fixture.serve()) {
      String behind = at(fixture.servePort());
      assertBetween(
          exchange -> forward(exchange, behind, body -> body.strip(), Map.of()),
          "rewrites the body (it calls itself squid/6)");
      assertBetween(
          exchange -> {
            exchange.getResponseHeaders().add("Location", "https://www.example.com/");
            exchange.sendResponseHeaders(301, -1);
          },
          "redirects to https://www.example.com/, and SendGrid follows no redirect");
      assertBetween(
          exchange ->
              forward(
                  exchange,
                  behind,
                  UnaryOperator.identity(),
                  Map.of(SendGridSigner.SIGNATURE_HEADER, "")),
          "drops the signature's headers");
      assertBetween(
          exchange ->
              forward(
                  exchange,
                  behind,
                  UnaryOperator.identity(),
                  Map.of(SendGridSigner.TIMESTAMP_HEADER, "1000000000")),
          "counts as too old there");
      assertBetween(
          exchange ->
              forward(exchange, behind, UnaryOperator.identity(), Map.of(ProbePass.HEADER, "")),
          "takes the probe for a stranger's");
      assertBetween(
          exchange -> {
            exchange.getResponseHeaders().add("Server", "nginx");
            exchange.sendResponseHeaders(404, -1);
          },
          "answers 404 (nginx) and not as mailctl does");
    }
    assertOnlyFailure(doctor("http://127.0.0.1:1"), "public url", "the connection is refused");
  }

  @Test
  void a_serve_that_has_other_keys_is_a_warning() {
    try (RunningMailctl _ = fixture.serve()) {
      Map<String, String> settings = settings(at(fixture.servePort()));
      fixture.sandbox.account().postTo(at(fixture.servePort()) + "/webhooks/sendgrid");
      settings.merge(
          "webhook.keys", SendGridSigner.generate().publicKey(), (one, two) -> one + " " + two);

      CommandRun.Result doctor = CommandRun.on(db).settings(settings).run("doctor");

      assertThat(doctor.exitCode()).isZero();
      assertThat(doctor.stdout()).contains("the serve there verifies with other keys");
    }
  }

  @Test
  void json_has_a_result_for_each_check() {
    CommandRun.Result doctor =
        CommandRun.on(db).settings(settings("http://127.0.0.1:1")).run("doctor", "--json");

    assertThat(doctor.exitCode()).isEqualTo(1);
    assertThat(doctor.stdout())
        .contains("\"check\" : \"public url\"", "\"result\" : \"fail\"", "\"healthy\" : false");
  }

  private void assertBetween(Answer answer, String words) throws IOException {
    HttpServer proxy = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    proxy.createContext(
        "/",
        exchange -> {
          try (exchange) {
            answer.to(exchange);
          }
        });
    proxy.start();
    try {
      assertOnlyFailure(doctor(at(proxy.getAddress().getPort())), "public url", words);
    } finally {
      proxy.stop(0);
    }
  }

  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /// As a proxy would; a header that is replaced by nothing is dropped.
  private static void forward(
      HttpExchange exchange,
      String behind,
      UnaryOperator<String> change,
      Map<String, String> replaced)
      throws IOException {
    String body = change.apply(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(behind + exchange.getRequestURI()))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .header("Via", "squid/6");
    Stream.of(SendGridSigner.SIGNATURE_HEADER, SendGridSigner.TIMESTAMP_HEADER, ProbePass.HEADER)
        .forEach(
            name -> {
              String value =
                  replaced.getOrDefault(name, exchange.getRequestHeaders().getFirst(name));
              if (!value.isEmpty()) {
                request.header(name, value);
              }
            });
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
      try (OutputStream out = exchange.getResponseBody()) {
        out.write(answer.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UncheckedIOException(new IOException(e));
    }
  }

  private CommandRun.Result doctor(String url) {
    fixture.sandbox.account().postTo(url + "/webhooks/sendgrid");
    return CommandRun.on(db).settings(settings(url)).run("doctor");
  }

  private Map<String, String> settings(String url) {
    Map<String, String> settings = fixture.settings();
    settings.put("public.url", url);
    settings.put("sendgrid.connect-timeout", "1s");
    return settings;
  }

  private static void assertOnlyFailure(CommandRun.Result doctor, String check, String words) {
    assertThat(doctor.exitCode()).as(doctor.stdout()).isEqualTo(1);
    assertThat(doctor.stdout().lines().filter(line -> line.startsWith("fail")))
        .as(doctor.stdout())
        .singleElement()
        .asString()
        .matches("fail +" + check + " .*")
        .contains(words);
  }

  private static String at(int port) {
    return "http://127.0.0.1:" + port;
  }
}
