package mailctl.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ServeTracesTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private ServeFixture fixture;
  private HttpServer collector;

  @BeforeEach
  void setUp() throws Exception {
    fixture = new ServeFixture(db);
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
  }

  @AfterEach
  void tearDown() {
    fixture.close();
    collector.stop(0);
  }

  @Test
  void a_post_and_a_send_are_told_to_the_collector_from_end_to_end() throws Exception {
    fixture.dueEmailTo("kim@a.example");
    try (RunningMailctl serve =
        fixture.serve(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint()), fixture.settings())) {
      byte[] body = "[]".getBytes(UTF_8);
      String now = Long.toString(fixture.now().getEpochSecond());
      try (HttpClient client = HttpClient.newHttpClient()) {
        client.send(
            HttpRequest.newBuilder(ServeFixture.webhook(fixture.servePort()))
                .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                .header(SendGridSigner.TIMESTAMP_HEADER, now)
                .header(SendGridSigner.SIGNATURE_HEADER, fixture.signer.sign(now, body))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build(),
            HttpResponse.BodyHandlers.discarding());
      }
      assertThat(
              Patience.until(
                  RunningMailctl.PATIENCE,
                  () -> fixture.status("kim@a.example").equals("delivered")))
          .isTrue();
      // The rest is told when it ends.
      assertThat(serve.stop()).isZero();
    }

    assertThat(String.join("", bodies))
        .contains(
            "webhook.accept",
            "inbox.process",
            "inbox.fold",
            "send.turn",
            "sendgrid.send",
            new String(HexFormat.of().parseHex(TRACE), ISO_8859_1));
  }

  @Test
  void a_sweep_is_told_and_what_is_not_there_is_refused_in_one_sentence() {
    assertThat(CommandRun.on(db).env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint()).run("sweep"))
        .extracting(CommandRun.Result::exitCode)
        .isEqualTo(0);
    assertThat(String.join("", bodies)).contains("sweep");

    CommandRun.Result grpc =
        CommandRun.on(db)
            .env("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint())
            .env("OTEL_EXPORTER_OTLP_PROTOCOL", "grpc")
            .run("sweep");
    assertThat(grpc.exitCode()).isEqualTo(78);
    assertThat(grpc.stderr())
        .startsWith(
            "mailctl: OTEL_EXPORTER_OTLP_PROTOCOL is grpc, and only http/protobuf is there\n");
  }

  private String endpoint() {
    return "http://127.0.0.1:" + collector.getAddress().getPort();
  }
}
