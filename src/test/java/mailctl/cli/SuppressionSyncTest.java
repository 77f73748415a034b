package mailctl.cli;

import static mailctl.database.schema.Tables.INSTALLATION;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static mailctl.support.TestRows.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import mailctl.http.SandboxListener;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxSettings;
import mailctl.sandbox.SuppressionLists;
import mailctl.sandbox.SuppressionLists.Name;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class SuppressionSyncTest {
  private static final Instant BEFORE = NOW.minus(Duration.ofDays(9));

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(NOW);
  private Sandbox sandbox;
  private SandboxListener listener;

  @BeforeEach
  void bothSidesKnowSomething() {
    sandbox =
        new Sandbox(
            SandboxSettings.plain(1).withApiKey("SG.x"),
            clock,
            SendGridSigner.generate(),
            Optional.empty());
    listener = SandboxListener.start(sandbox, 0);
    there(Name.BOUNCES, "both@a.example");
    there(Name.BOUNCES, "Gone@a.example");
    there(Name.INVALID_EMAILS, "typo@a.example");
    there(Name.UNSUBSCRIBES, "back@a.example");
    there(Name.SPAM_REPORTS, "angry@a.example");
    there(Name.BLOCKS, "full@a.example");
    TestRows rows = TestRows.in(db.database());
    rows.suppression("both@a.example").insert();
    rows.suppression("ours@a.example").insert();
    rows.suppression("back@a.example").with(SUPPRESSION.LIFTED_AT, NOW).insert();
    rows.suppression("angry@a.example").with(SUPPRESSION.LIFTED_AT, NOW).insert();
  }

  @AfterEach
  void close() {
    listener.close();
  }

  @Test
  void a_copy_changes_neither_side() {
    db.database()
        .run(tx -> tx.dsl().update(INSTALLATION).set(INSTALLATION.DATABASE_OID, 1L).execute());

    CommandRun.Result copy = run("suppression", "sync", "--yes");

    assertThat(copy.exitCode()).isEqualTo(77);
    assertThat(copy.stderr()).contains("is a copy", "Try: mailctl unfence");
    assertThat(run("suppression", "sync", "--dry-run").stdout().lines()).hasSize(5);
  }

  @Test
  void the_plan_is_shown_first_and_changes_nothing() {
    CommandRun.Result plan = run("suppression", "sync", "--dry-run");

    assertThat(plan)
        .isEqualTo(
            new CommandRun.Result(
                0,
                """
                suppress here	Gone@a.example	bounces	2026-05-23T12:00:00Z
                suppress here	typo@a.example	invalid_emails	2026-05-23T12:00:00Z
                release at SendGrid	back@a.example	unsubscribes	2026-05-23T12:00:00Z
                kept: a spam report	angry@a.example	spam_reports	2026-05-23T12:00:00Z
                suppress at SendGrid	ours@a.example	unsubscribes\t
                """,
                "to suppress here: 2; to release at SendGrid: 1; to suppress at SendGrid: 1;"
                    + " agreed: 1\ndry run: nothing was changed\n"));
    assertThat(run("suppression", "sync").exitCode()).isEqualTo(2);
    assertThat(run("suppression", "sync", "--dry-run").stdout()).isEqualTo(plan.stdout());
  }

  @Test
  void both_sides_say_the_same_afterwards() {
    CommandRun.Result done = run("suppression", "sync", "--yes", "--json");

    assertThat(done.exitCode()).as(done.toString()).isZero();
    assertThat(done.stdout())
        .contains(
            "\"agreed\" : 1",
            "\"suppressed_here\" : 2",
            "\"released_there\" : 1",
            "\"suppressed_there\" : 1",
            "\"failures\" : { }");
    assertThat(on(Name.UNSUBSCRIBES)).containsExactly("ours@a.example");
    assertThat(on(Name.SPAM_REPORTS)).containsExactly("angry@a.example");
    assertThat(run("suppression", "list").stdout())
        .contains("gone@a.example", "hard bounce", "typo@a.example", "invalid")
        .doesNotContain("full@a.example", "back@a.example");
    assertThat(run("suppression", "sync").stderr()).endsWith("nothing to do\n");

    assertThat(run("suppression", "sync", "--yes", "--force").exitCode()).isZero();
    assertThat(on(Name.SPAM_REPORTS)).isEmpty();
  }

  @Test
  void a_list_that_cannot_be_read_changes_nothing() {
    CommandRun.Result refused =
        CommandRun.on(db)
            .clock(clock)
            .set("sendgrid.url", listener.url())
            .env("SENDGRID_API_KEY", "SG.wrong")
            .run("suppression", "sync", "--yes");

    assertThat(refused.exitCode()).isEqualTo(77);
    assertThat(refused.stderr()).startsWith("mailctl: SendGrid's list bounces cannot be read: ");
    assertThat(run("suppression", "list").stdout().lines()).hasSize(2);
  }

  private void there(Name list, String address) {
    sandbox.suppressions().add(list, new SuppressionLists.Entry(address, BEFORE, "", ""));
  }

  private List<String> on(Name list) {
    return sandbox.suppressions().entries(list).stream()
        .map(SuppressionLists.Entry::email)
        .toList();
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db)
        .clock(clock)
        .set("sendgrid.url", listener.url())
        .env("SENDGRID_API_KEY", "SG.x")
        .run(args);
  }
}
