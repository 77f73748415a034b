package mailctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ServeCommandTest {
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
  void a_due_email_is_sent_reported_on_retried_and_delivered() {
    fixture.dueEmailTo("kim@a.example", "blocked-once@a.example", "hard-bounce@a.example");

    try (RunningMailctl serve = fixture.serve()) {
      await(() -> fixture.status("blocked-once@a.example").equals("delivered"));
      await(() -> fixture.status("hard-bounce@a.example").equals("bounced"));
      await(() -> fixture.status("kim@a.example").equals("delivered"));

      assertThat(fixture.delivery("blocked-once@a.example").orElseThrow().getAttempts())
          .isEqualTo(2);
      assertThat(fixture.sandbox.mailbox().messages()).hasSize(4);
      assertThat(serve.stop()).isZero();
      assertThat(serve.stderr()).contains("draining, up to 25 s");
      assertThat(serve.stdout()).isEmpty();
    }
  }

  @Test
  void what_another_application_inserts_while_it_runs_is_found_by_the_timer() {
    try (RunningMailctl _ = fixture.serve()) {
      fixture.dueEmailTo("kim@a.example");

      await(() -> fixture.status("kim@a.example").equals("delivered"));
    }
  }

  @Test
  void two_of_them_on_one_database_mail_everybody_once() {
    String[] people = new String[40];
    for (int i = 0; i < people.length; i++) {
      people[i] = "person" + i + "@a.example";
    }
    Map<String, String> settings = fixture.settings();
    settings.put("send.batch-size", "3");
    fixture.dueEmailTo(people);

    try (RunningMailctl first = fixture.serve(settings);
        RunningMailctl second = RunningMailctl.start(settings, "serve")) {
      second.port("webhook posts");
      await(() -> fixture.sandbox.mailbox().messages().size() >= people.length);
      await(() -> fixture.status("person39@a.example").equals("delivered"));

      assertThat(first.stop()).isZero();
      assertThat(second.stop()).isZero();
    }
    assertThat(fixture.sandbox.mailbox().messages())
        .extracting(message -> message.to())
        .doesNotHaveDuplicates()
        .hasSize(people.length);
  }

  @Test
  void posts_that_are_unsigned_wrongly_signed_or_too_large_are_refused_and_not_stored()
      throws Exception {
    Map<String, String> settings = fixture.settings();
    settings.put("webhook.max-body", "100B");
    byte[] body = "[]".getBytes(UTF_8);
    byte[] large = " ".repeat(101).getBytes(UTF_8);
    String now = Long.toString(fixture.now().getEpochSecond());

    try (RunningMailctl _ = fixture.serve(settings)) {
      assertThat(fixture.post(body, now, "")).isEqualTo(401);
      assertThat(fixture.post(body, now, SendGridSigner.generate().sign(now, body))).isEqualTo(401);
      assertThat(fixture.post(large, now, fixture.signer.sign(now, large))).isEqualTo(413);
      assertThat(fixture.posts()).isZero();
      assertThat(fixture.post(body, now, fixture.signer.sign(now, body))).isEqualTo(204);
      assertThat(fixture.posts()).isEqualTo(1);
    }
  }

  @Test
  void probes_are_answered_on_the_admin_port() throws Exception {
    try (RunningMailctl serve = fixture.serve()) {
      int admin = serve.port("health");

      assertThat(fixture.get(admin, "/healthz").statusCode()).isEqualTo(200);
      assertThat(fixture.get(admin, "/readyz").statusCode()).isEqualTo(200);
      assertThat(fixture.get(admin, "/webhooks/sendgrid").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void metrics_are_on_the_admin_port_and_refused_posts_are_counted() throws Exception {
    byte[] body = "[]".getBytes(UTF_8);
    String now = Long.toString(fixture.now().getEpochSecond());
    try (RunningMailctl serve = fixture.serve()) {
      assertThat(fixture.post(body, now, "")).isEqualTo(401);
      assertThat(fixture.post(body, now, fixture.signer.sign(now, body))).isEqualTo(204);

      assertThat(fixture.get(serve.port("health"), "/metrics").body().lines())
          .contains(
              "mailctl_database_up 1.0",
              "mailctl_owed{age=\"late\",event=\"final\"} 0.0",
              "mailctl_webhook_posts_total{answer=\"204\"} 1.0",
              "mailctl_webhook_posts_total{answer=\"401\"} 1.0");
      assertThat(serve.stop()).isZero();
    }
    // Written down in the end, at the latest.
    assertThat(count("select sum(posts)::int from webhook_refusal where reason = 'missing'"))
        .isEqualTo(1);
  }

  @Test
  void without_an_api_key_it_receives_and_processes_and_says_that_it_sends_nothing()
      throws Exception {
    Map<String, String> settings = new HashMap<>(fixture.settings());
    settings.remove("sendgrid.api-key");
    byte[] body = "[]".getBytes(UTF_8);
    String now = Long.toString(fixture.now().getEpochSecond());
    fixture.dueEmailTo("kim@a.example");

    try (RunningMailctl serve = fixture.serve(settings)) {
      assertThat(fixture.post(body, now, fixture.signer.sign(now, body))).isEqualTo(204);
      assertThat(serve.stderr()).containsOnlyOnce("nothing is sent");
      assertThat(serve.stop()).isZero();
    }
    assertThat(fixture.status("kim@a.example")).isEqualTo("none");
    assertThat(fixture.sandbox.mailbox().messages()).isEmpty();
  }

  @Test
  void a_refused_sender_makes_it_rest_and_loses_nobody() throws Exception {
    Map<String, String> settings = fixture.settings();
    fixture.dueEmailTo("kim@a.example");
    db.database()
        .run(tx -> tx.dsl().execute("update organization set email = 'unverified@a.example'"));

    try (RunningMailctl serve = fixture.serve(settings)) {
      await(() -> submissions() >= 1 && fixture.status("kim@a.example").equals("queued"));
      // Woken by a post of another process, it goes on resting.
      String now = Long.toString(fixture.now().getEpochSecond());
      byte[] body = "[]".getBytes(UTF_8);
      assertThat(fixture.post(body, now, fixture.signer.sign(now, body))).isEqualTo(204);
      await(() -> processedPosts() == 1);
      assertThat(submissions()).isEqualTo(1);
      assertThat(serve.stop()).isZero();
    }
  }

  @Test
  void a_port_that_is_taken_is_said_and_nothing_was_sent() throws Exception {
    fixture.dueEmailTo("kim@a.example");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Map<String, String> settings = fixture.settings();
      settings.remove("public.port");
      String port = Integer.toString(taken.getLocalPort());

      RunningMailctl serve = RunningMailctl.start(settings, "serve", "--port", port);

      assertThat(serve.exitCode()).isEqualTo(69);
      assertThat(serve.stderr()).contains("cannot listen on 127.0.0.1:" + port, "Try: ");
    }
    assertThat(fixture.sandbox.mailbox().messages()).isEmpty();
  }

  @Test
  void without_a_key_to_verify_with_it_does_not_start() {
    CommandRun.Result result =
        CommandRun.on(db).set("public.port", "0").set("admin.port", "0").run("serve");

    assertThat(result.exitCode()).isEqualTo(78);
    assertThat(result.stderr())
        .startsWith("mailctl: no key to verify webhook posts with\nTry: ")
        .contains("webhook.keys", "webhook.verify=off");
  }

  private int submissions() {
    return count("select count(*) from submission");
  }

  private int processedPosts() {
    return count("select count(*) from webhook_post where state = 'processed'");
  }

  private int count(String sql) {
    return db.database().transaction(tx -> tx.dsl().fetchSingle(sql).get(0, Integer.class));
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    assertThat(Patience.until(RunningMailctl.PATIENCE, condition)).isTrue();
  }
}
