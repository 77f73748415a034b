package mailctl.cli;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.REGISTRATION;
import static mailctl.database.schema.Tables.SUPPRESSION;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import mailctl.http.SandboxListener;
import mailctl.sandbox.Sandbox;
import mailctl.sandbox.SandboxSettings;
import mailctl.sandbox.SuppressionLists;
import mailctl.sendgrid.SendGridSigner;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A webhook that is dead from the start, a sandbox that knows what it would have told, and the
/// commands that notice and mend it.
final class LostEventsTest {
  private static final String[] PEOPLE = {
    "ada@a.example",
    "hard-bounce@a.example",
    "blocked-mailbox-full@a.example",
    "dropped-invalid@a.example",
    "spam@a.example",
    "unsubscribe@a.example",
  };

  @RegisterExtension final TestDatabase db = new TestDatabase();

  private final SettableClock clock = new SettableClock(TestRows.NOW);
  private TestRows rows;
  private Optional<SandboxListener> listener = Optional.empty();

  @BeforeEach
  void openRows() {
    rows = TestRows.in(db.database());
  }

  @AfterEach
  void closeListener() {
    listener.ifPresent(SandboxListener::close);
  }

  @Test
  void with_email_logs_a_dead_webhook_is_noticed_and_everything_made_up_for() {
    sandbox(true);
    send(PEOPLE);
    assertThat(run("doctor").stdout()).contains("alive: 6 messages owe an event");
    clock.tick(Duration.ofMinutes(20));

    assertThat(run("inspect", "gaps"))
        .isEqualTo(
            new CommandRun.Result(
                0, "2026-06-01T12:00:00Z\t6\t6\t6\t6\t0\t2026-06-01T12:00:00Z\n", ""));
    CommandRun.Result sick = run("doctor");
    assertThat(sick.exitCode()).isEqualTo(1);
    assertThat(sick.stdout())
        .containsPattern(
            "fail  webhook +the webhook is dead: 6 messages owe a first event, no post");

    CommandRun.Result rehearsal = run("backfill", "--dry-run");
    assertThat(rehearsal.stderr()).contains("dry run: nothing was changed");
    assertThat(rehearsal.stdout()).startsWith("email_logs\t6\t13\t");
    assertThat(posts()).isZero();
    assertThat(statuses()).containsOnlyKeys(PEOPLE).containsValue("sent").hasSize(6);

    CommandRun.Result backfill = run("backfill");
    assertThat(backfill.exitCode()).isZero();
    assertThat(backfill.stdout()).isEqualTo(rehearsal.stdout());
    assertThat(statuses())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "ada@a.example", "delivered",
                "hard-bounce@a.example", "bounced",
                "blocked-mailbox-full@a.example", "retrying",
                "dropped-invalid@a.example", "dropped",
                "spam@a.example", "delivered",
                "unsubscribe@a.example", "delivered"));
    assertThat(suppressed())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "hard-bounce@a.example", "hard_bounce",
                "dropped-invalid@a.example", "invalid",
                "spam@a.example", "spam_report",
                "unsubscribe@a.example", "unsubscribed"));
    assertThat(run("inspect", "gaps").stderr()).startsWith("nothing is owed");
    assertThat(run("doctor").exitCode()).isZero();

    int events = events();
    long posts = posts();
    CommandRun.Result again = run("backfill");
    assertThat(again.exitCode()).isZero();
    assertThat(again.stdout().lines().map(line -> line.split("\t")[2])).containsOnly("0");
    assertThat(events()).isEqualTo(events);
    assertThat(posts()).isEqualTo(posts);
  }

  @Test
  void without_email_logs_the_lists_tell_of_those_who_failed() {
    sandbox(false);
    send(PEOPLE);
    clock.tick(Duration.ofMinutes(20));

    CommandRun.Result backfill = run("backfill");

    assertThat(backfill.exitCode()).isZero();
    assertThat(backfill.stderr()).contains("email logs: skipped").contains("access forbidden");
    assertThat(statuses())
        .containsEntry("hard-bounce@a.example", "bounced")
        .containsEntry("blocked-mailbox-full@a.example", "retrying")
        .containsEntry("dropped-invalid@a.example", "dropped")
        .containsEntry("ada@a.example", "sent");
    assertThat(suppressed()).hasSize(4);
    // Of those who complained or left it is known that they were reached, and not when.
    assertThat(run("inspect", "gaps", "--list").stdout().lines())
        .hasSize(3)
        .anyMatch(line -> line.contains("ada@a.example") && line.contains("processed, late"))
        .anyMatch(line -> line.contains("spam@a.example") && line.contains("final"));
    int events = events();
    run("backfill");
    assertThat(events()).isEqualTo(events);
  }

  @Test
  void the_webhook_that_tells_late_what_was_asked_for_counts_once() {
    Sandbox sandbox = sandbox(true, 0);
    send("hard-bounce@a.example", "ada@a.example");
    run("backfill");
    int events = events();
    Map<String, String> statuses = statuses();

    // The same events, as the webhook writes them.
    sandbox.flush();
    assertThat(String.join("", posted)).contains("hard-bounce@a.example", "ada@a.example");
    for (String post : posted) {
      CommandRun.Result replay = on().stdin(post).run("replay", "--file", "-", "--yes");
      assertThat(replay.exitCode()).as(replay.toString()).isZero();
    }
    assertThat(run("sweep").exitCode()).isZero();
    assertThat(run("inspect", "inbox").stdout()).contains("posts waiting\t0");

    assertThat(events()).isEqualTo(events);
    assertThat(statuses()).isEqualTo(statuses);
    assertThat(suppressed()).hasSize(1);
  }

  @Test
  void an_entry_that_two_messages_can_be_meant_by_suppresses_the_address_alone() {
    Sandbox sandbox = sandbox(false);
    send("ada@a.example");
    clock.tick(Duration.ofMinutes(1));
    resendTo("ada@a.example");
    clock.tick(Duration.ofMinutes(1));
    sandbox
        .suppressions()
        .add(
            SuppressionLists.Name.BOUNCES,
            new SuppressionLists.Entry("Ada@a.example", clock.instant(), "550 no", "5.1.1"));
    sandbox
        .suppressions()
        .add(
            SuppressionLists.Name.BOUNCES,
            new SuppressionLists.Entry("stranger@b.example", clock.instant(), "550 no", "5.1.1"));

    CommandRun.Result backfill = run("backfill", "--source", "suppressions");

    assertThat(backfill.stdout().lines().findFirst()).contains("bounces\t2\t0\t1\t0\t1\t1");
    assertThat(backfill.stderr())
        .contains("bounces: Ada@a.example since")
        .contains("any of 2 messages can be meant");
    assertThat(suppressed()).containsOnly(Map.entry("ada@a.example", "hard_bounce"));
    assertThat(events()).isZero();

    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(SUPPRESSION)
                    .set(SUPPRESSION.LIFTED_AT, clock.instant().plusSeconds(60))
                    .set(SUPPRESSION.LIFTED_BY, "operator")
                    .execute());
    run("backfill", "--source", "suppressions");
    assertThat(suppressed()).hasSize(1);
  }

  @Test
  void lost_events_of_a_living_webhook_are_a_gap_and_no_death() {
    sandbox(true);
    send("ada@a.example");
    clock.tick(Duration.ofMinutes(20));
    rows.webhookPost()
        .with(WEBHOOK_POST.RECEIVED_AT, clock.instant())
        .with(WEBHOOK_POST.STATE, "processed")
        .insert();

    CommandRun.Result doctor = run("doctor");

    assertThat(doctor.exitCode()).isZero();
    assertThat(doctor.stdout()).containsPattern("warn  webhook +the webhook is alive");
  }

  @Test
  void the_answers_are_json_when_asked_for() {
    sandbox(true);
    send("ada@a.example");
    clock.tick(Duration.ofMinutes(20));

    assertThat(run("inspect", "gaps", "--json").stdout())
        .isEqualTo(
            """
            {
              "hours" : [
                {
                  "hour" : "2026-06-01T12:00:00Z",
                  "accepted" : 1,
                  "processed_owed" : 1,
                  "processed_late" : 1,
                  "final_owed" : 1,
                  "final_late" : 0,
                  "oldest_accepted_at" : "2026-06-01T12:00:00Z"
                }
              ],
              "processed_late_after_ms" : 900000,
              "final_late_after_ms" : 259200000
            }
            """);
    assertThat(run("inspect", "gaps", "--list", "--json").stdout())
        .contains("\"owes\" : \"processed\"", "\"late\" : true", "\"more\" : false");
    assertThat(run("doctor", "--json").stdout())
        .contains("\"check\" : \"webhook\"", "\"result\" : \"fail\"", "\"healthy\" : false");
    assertThat(run("backfill", "--source", "email-logs", "--json").stdout())
        .contains(
            """
                {
                  "source" : "email_logs",
                  "state" : "done",
                  "found" : 1,
                  "applied" : 2,
                  "suppressed" : 0,
                  "known" : 0,
                  "foreign" : 0,
                  "unattributed" : 0,
                  "examples" : [ ]
                }
            """
                .strip());
  }

  @Test
  void attempts_that_came_to_nothing_owe_nothing() {
    sandbox(true);
    send("reject@a.example", "ada@a.example");

    assertThat(count("select count(*) from attempt")).isEqualTo(3);
    assertThat(count("select count(*) from attempt where owed")).isEqualTo(1);
    assertThat(run("inspect", "gaps").stdout()).contains("\t1\t1\t0\t1\t0\t");
  }

  @Test
  void a_refused_key_is_a_refused_key() {
    sandbox(true);

    CommandRun.Result result = on().set("sendgrid.api-key", "wrong").run("backfill");

    assertThat(result.exitCode()).isEqualTo(77);
    assertThat(result.stderr())
        .contains("authorization grant is invalid", "bounces: not asked, as another source");
    assertThat(run("backfill", "--source", "everything").exitCode()).isEqualTo(2);
  }

  private final SendGridSigner signer = SendGridSigner.generate();
  private final List<String> posted = new CopyOnWriteArrayList<>();

  /// All that the webhook would tell is lost.
  private Sandbox sandbox(boolean emailLogs) {
    return sandbox(emailLogs, 100);
  }

  private Sandbox sandbox(boolean emailLogs, int lost) {
    Sandbox sandbox =
        new Sandbox(
            SandboxSettings.plain(1)
                .withApiKey("SG.x")
                .withReporting(new SandboxSettings.Reporting(emailLogs, lost)),
            clock,
            signer,
            Optional.of(
                (_, body) -> {
                  posted.add(new String(body, StandardCharsets.UTF_8));
                  return 204;
                }));
    sandbox.account().postTo("http://localhost:8080/webhooks/sendgrid");
    listener = Optional.of(SandboxListener.start(sandbox, 0));
    return sandbox;
  }

  private void send(String... people) {
    for (String address : people) {
      rows.registration().with(REGISTRATION.EMAIL, address).insert();
    }
    long email = rows.scheduledEmail().insert().getId();
    CommandRun.Result result = run("send", "--id", Long.toString(email));
    assertThat(result.exitCode()).as(result.toString()).isZero();
  }

  private void resendTo(String address) {
    long email = rows.scheduledEmail().insert().getId();
    CommandRun.Result result = run("send", "--id", Long.toString(email));
    assertThat(result.exitCode()).as(address + result).isZero();
  }

  private CommandRun.Result run(String... args) {
    return on().run(args);
  }

  private CommandRun on() {
    return CommandRun.on(db)
        .clock(clock)
        .set("sendgrid.api-key", "SG.x")
        .set("sendgrid.url", listener.orElseThrow().url())
        .set("webhook.keys", signer.publicKey());
  }

  private Map<String, String> statuses() {
    return db.database()
        .transaction(
            tx ->
                new TreeMap<>(
                    tx.dsl()
                        .selectFrom(DELIVERY)
                        .orderBy(DELIVERY.ID)
                        .fetchMap(DELIVERY.EMAIL, DELIVERY.STATUS)));
  }

  private Map<String, String> suppressed() {
    return db.database()
        .transaction(
            tx ->
                new TreeMap<>(
                    tx.dsl()
                        .selectFrom(SUPPRESSION)
                        .fetchMap(SUPPRESSION.EMAIL, SUPPRESSION.REASON)));
  }

  private int count(String sql) {
    return db.database().transaction(tx -> tx.dsl().fetchSingle(sql).get(0, Integer.class));
  }

  private int events() {
    return db.database().transaction(tx -> tx.dsl().fetchCount(PROVIDER_EVENT));
  }

  private long posts() {
    return db.database()
        .transaction(tx -> tx.dsl().fetchCount(WEBHOOK_POST, WEBHOOK_POST.ORIGIN.eq("backfill")));
  }
}
