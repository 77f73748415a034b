package mailctl.cli;

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
      assertThat(refused.stderr()).contains("no post came", "mailctl doctor");
    }
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
