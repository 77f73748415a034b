package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class TokenCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private ServeFixture fixture;

  @BeforeEach
  void setUp() {
    fixture = new ServeFixture(db);
  }

  @AfterEach
  void tearDown() {
    fixture.close();
  }

  @Test
  void a_token_lets_in_from_afar_as_far_as_its_scope_goes() throws Exception {
    Map<String, String> settings = fixture.settings();
    settings.put("admin.host", "0.0.0.0");
    CommandRun.Result none = CommandRun.on(db).settings(settings).run("serve");
    assertThat(none.exitCode()).isEqualTo(78);
    assertThat(none.stderr()).contains("needs a token", "mailctl token create");

    String reader = run("token", "create", "prometheus", "--scope", "read").stdout().strip();
    String writer = run("token", "create", "deploy", "--scope", "write").stdout().strip();
    assertThat(reader).matches("mct_[A-Za-z0-9_-]{43}");

    try (RunningMailctl serve = fixture.serve(settings)) {
      int port = serve.port("health");
      assertThat(ask(port, "GET", "/metrics", "")).isEqualTo(401);
      assertThat(ask(port, "GET", "/metrics", "mct_" + "x".repeat(43))).isEqualTo(401);
      assertThat(ask(port, "GET", "/metrics", reader)).isEqualTo(200);
      assertThat(ask(port, "POST", "/metrics", reader)).isEqualTo(403);
      assertThat(ask(port, "POST", "/metrics", writer)).isIn(404, 405);
    }
  }

  @Test
  void it_is_kept_as_a_digest_listed_without_and_taken_back() {
    String token = run("token", "create", "grafana", "--scope", "read", "--days", "9").stdout();

    String kept =
        db.database()
            .transaction(
                tx -> tx.dsl().fetchSingle("select api_token::text from api_token").toString());
    assertThat(kept).doesNotContain(token.strip());
    assertThat(run("token", "list").stdout()).startsWith("grafana\tread\t");
    assertThat(run("token", "create", "grafana", "--scope", "read").exitCode()).isEqualTo(1);
    assertThat(run("token", "create", "Grafana", "--scope", "read").exitCode()).isEqualTo(2);
    assertThat(run("token", "revoke", "nobody").exitCode()).isEqualTo(66);

    assertThat(run("token", "revoke", "grafana", "--dry-run").stderr()).contains("would revoke");
    assertThat(run("token", "revoke", "grafana").stderr()).contains("revoked the token grafana");
    assertThat(run("token", "list").stderr()).isEqualTo("there is no token\n");
    assertThat(run("token", "create", "grafana", "--scope", "write").exitCode()).isZero();
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).run(args);
  }

  private static int ask(int port, String method, String path, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
  }
}
