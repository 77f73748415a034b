package mailctl.cli;

import static mailctl.database.schema.Tables.INSTALLATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import mailctl.sandbox.AccountFault;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class WebhookCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;
  private ServeFixture fixture;
  private Map<String, String> settings;

  @BeforeEach
  void setUp() {
    fixture = new ServeFixture(db);
    settings = fixture.settings();
    settings.put("public.url", "https://mail.example.org");
    settings.put("state.dir", folder.toString());
  }

  @AfterEach
  void tearDown() {
    fixture.close();
  }

  @Test
  void setup_makes_a_webhook_and_says_which_key_it_signs_with() throws Exception {
    Path keyFile = folder.resolve("sendgrid.pub");

    CommandRun.Result plan = run("webhook", "setup", "--dry-run");
    assertThat(plan.stderr())
        .contains("would: make a webhook to https://mail.example.org/webhooks/sendgrid; sign")
        .contains("dry run: nothing was changed");
    assertThat(run("webhook", "show").stderr()).contains("SendGrid has no event webhook");

    CommandRun.Result made = run("webhook", "setup", "--key-file", keyFile.toString());
    assertThat(made.exitCode()).isZero();
    assertThat(made.stdout()).isEqualTo(fixture.sandbox.publicKey() + "\n");
    assertThat(Files.readString(keyFile)).isEqualTo(made.stdout());
    assertThat(run("webhook", "show").stdout())
        .contains("\tyes\ton\tyes\tall\thttps://mail.example.org/webhooks/sendgrid");
    assertThat(run("webhook", "show", "--key").stdout()).isEqualTo(made.stdout());
    assertThat(run("webhook", "setup").stderr()).contains("already, signed");
    // What changes nothing here, and much there, is written down all the same; plans are not.
    assertThat(run("audit").stdout().lines())
        .hasSize(2)
        .allMatch(line -> line.contains("webhook setup") && !line.contains("--dry-run"));
  }

  @Test
  void setup_mends_what_is_there() {
    fixture.sandbox.account().postTo("https://mail.example.org/webhooks/sendgrid/");
    fixture
        .sandbox
        .account()
        .become(
            EnumSet.of(AccountFault.EVENTS_OFF, AccountFault.WEBHOOK_OFF, AccountFault.UNSIGNED));

    assertThat(run("webhook", "setup").stderr())
        .contains("did: switch it on; report all events; sign its posts");
    assertThat(run("webhook", "show").stdout()).contains("\tyes\ton\tyes\tall\t");
  }

  @Test
  void another_webhook_stays_unless_it_is_named() {
    fixture.sandbox.account().postTo("https://old.example/hook");
    run("webhook", "setup");
    List<String> both = run("webhook", "show").stdout().lines().toList();
    assertThat(both).hasSize(2);

    String id = both.getFirst().split("\t")[0];
    assertThat(run("webhook", "setup", "--replace", "nobody").exitCode()).isEqualTo(66);
    assertThat(run("webhook", "setup", "--replace", id).stderr())
        .contains("did: turn it from https://old.example/hook to https://mail.example.org");
  }

  @Test
  void a_new_key_stands_before_the_old_ones_and_serve_goes_on_with_both() throws Exception {
    fixture.sandbox.account().postTo("https://mail.example.org/webhooks/sendgrid");
    String old = fixture.sandbox.publicKey();
    Path keyFile = folder.resolve("sendgrid.pub");

    assertThat(run("webhook", "rotate-key").exitCode()).isEqualTo(2);
    assertThat(fixture.sandbox.publicKey()).isEqualTo(old);

    CommandRun.Result rotated =
        run("webhook", "rotate-key", "--yes", "--key-file", keyFile.toString());
    assertThat(rotated.exitCode()).isZero();
    assertThat(rotated.stdout().strip()).isEqualTo(fixture.sandbox.publicKey()).isNotEqualTo(old);
    assertThat(Files.readAllLines(keyFile)).containsExactly(fixture.sandbox.publicKey(), old);
  }

  @Test
  void test_waits_for_the_post_that_sendgrid_makes() {
    try (RunningMailctl _ = fixture.serve()) {
      String url = "http://127.0.0.1:" + fixture.servePort();
      settings.put("public.url", url);
      fixture.sandbox.account().postTo(url + "/webhooks/sendgrid");

      assertThat(run("webhook", "test").exitCode()).isZero();
      assertThat(fixture.posts()).isEqualTo(1);

      fixture.sandbox.account().become(EnumSet.of(AccountFault.UNSIGNED));
      CommandRun.Result refused = run("webhook", "test", "--wait", "1ms");
      assertThat(refused.exitCode()).isEqualTo(1);
      assertThat(refused.stderr()).contains("did not come", "mailctl doctor");
    }
  }

  /// SendGrid goes on posting while somebody tests.
  @Test
  void test_takes_nobody_elses_post_for_its_own() throws Exception {
    try (RunningMailctl _ = fixture.serve()) {
      String url = "http://127.0.0.1:" + fixture.servePort();
      settings.put("public.url", url);
      fixture.sandbox.account().postTo(url + "/webhooks/sendgrid");
      fixture.sandbox.account().become(EnumSet.of(AccountFault.UNSIGNED));
      byte[] body = "[]".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      String now = Long.toString(fixture.now().getEpochSecond());
      Thread other =
          Thread.startVirtualThread(
              () -> {
                try {
                  while (!Thread.interrupted()) {
                    fixture.post(body, now, fixture.signer.sign(now, body));
                    Thread.onSpinWait();
                  }
                } catch (Exception e) {
                  Thread.currentThread().interrupt();
                }
              });

      CommandRun.Result test = run("webhook", "test", "--wait", "1s");
      other.interrupt();

      assertThat(test.exitCode()).as(test.toString()).isEqualTo(1);
      assertThat(test.stderr()).contains("did not come within 1 s, only others did");
    }
  }

  @Test
  void who_changed_sendgrids_side_is_written_down_and_a_copy_does_not() {
    run("webhook", "setup");
    run("webhook", "rotate-key", "--yes");
    assertThat(run("audit", "--command", "webhook").stdout())
        .contains("webhook setup", "did: make a webhook", "webhook rotate-key");
    String key = fixture.sandbox.publicKey();

    db.database()
        .run(tx -> tx.dsl().update(INSTALLATION).set(INSTALLATION.DATABASE_OID, 1L).execute());
    CommandRun.Result setup = run("webhook", "setup");
    assertThat(setup.exitCode()).isEqualTo(77);
    assertThat(setup.stderr()).contains("is a copy", "Try: mailctl unfence");
    assertThat(run("webhook", "rotate-key", "--yes").exitCode()).isEqualTo(77);
    assertThat(run("webhook", "setup", "--dry-run").exitCode()).isZero();
    assertThat(fixture.sandbox.publicKey()).isEqualTo(key);
  }

  @Test
  void a_key_that_may_not_and_a_sendgrid_that_is_away_are_said() {
    fixture.sandbox.account().become(EnumSet.of(AccountFault.SEND_SCOPE_ONLY));
    assertThat(run("webhook", "setup").stderr())
        .startsWith("mailctl: the key may not do this at SendGrid: access forbidden\nTry: ");
    settings.remove("sendgrid.api-key");
    assertThat(run("webhook", "show").exitCode()).isEqualTo(78);
    settings.put("sendgrid.api-key", "other");
    settings.put("sendgrid.url", "http://127.0.0.1:1");
    assertThat(run("webhook", "show").exitCode()).isEqualTo(69);
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).settings(settings).run(args);
  }
}
