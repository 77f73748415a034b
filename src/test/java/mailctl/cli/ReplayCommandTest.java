package mailctl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import mailctl.support.CommandRun;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class ReplayCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;

  @BeforeEach
  void aSentMessage() {
    TestRows rows = TestRows.in(db.database());
    long email =
        rows.scheduledEmail()
            .with(mailctl.database.schema.Tables.SCHEDULED_EMAIL.STATUS, "sent")
            .insert()
            .getId();
    long delivery =
        rows.delivery(email, "kim@a.example", "sent")
            .with(mailctl.database.schema.Tables.DELIVERY.ATTEMPTS, 1)
            .insert()
            .getId();
    rows.attempt(delivery).insert();
    run("simulate", "bounce", "--delivery", Long.toString(delivery), "--direct");
  }

  @Test
  void again_and_again_it_changes_nothing() {
    String before = state();

    CommandRun.Result first = run("replay", "--post", "1", "--yes");
    CommandRun.Result second = run("replay", "--since", "1h", "--yes");

    String sentence = "processed 1 post, 1 event: 0 new, 1 known already; nothing changed\n";
    assertThat(first).isEqualTo(new CommandRun.Result(0, "", sentence));
    assertThat(second).isEqualTo(first);
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void what_was_lost_comes_back() {
    String before = state();
    db.database()
        .run(
            tx -> {
              tx.dsl().execute("delete from provider_event");
              tx.dsl().execute("delete from suppression");
              tx.dsl()
                  .execute(
                      "update attempt set outcome = null, outcome_at = null, outcome_class = null,"
                          + " outcome_reason = null, outcome_fingerprint = null");
            });

    CommandRun.Result result = run("replay", "--until", "2100-01-01T00:00:00Z", "--yes");

    assertThat(result.stderr()).isEqualTo("processed 1 post, 1 event: 1 new, 0 known already\n");
    assertThat(result.stdout())
        .contains("1\t1\toutcome\t-\tbounced\n", "-\t-\tsuppression\t-\tkim@a.example hard");
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void a_file_is_taken_as_a_post_and_what_is_none_changes_nothing() throws Exception {
    Path post = folder.resolve("post.json");
    Files.writeString(
        post,
        "[{\"event\":\"processed\",\"email\":\"x@y.example\",\"timestamp\":1780000000,"
            + "\"sg_message_id\":\"nobody.knows\"}]");
    Path broken = folder.resolve("broken.json");
    Files.writeString(broken, "{");

    assertThat(run("replay", "--file", post + "", "--yes").stderr())
        .isEqualTo(
            "processed 1 post, 1 event: 0 new, 0 known already, 1 event parked;"
                + " nothing changed\n");
    assertThat(run("replay", "--file", post + "", "--file", broken + "", "--yes").exitCode())
        .isEqualTo(65);
    assertThat(run("replay", "--file", folder + "/none", "--yes").exitCode()).isEqualTo(66);
    assertThat(count("select count(*) from webhook_post")).isEqualTo(2);
  }

  @Test
  void a_dry_run_counts_and_the_json_answer_has_these_fields() {
    assertThat(run("replay", "--since", "1h", "-n").stderr())
        .isEqualTo(
            "would process 1 post, 1 event: 0 new, 1 known already; nothing would change;"
                + " dry run: nothing was changed\n");
    assertThat(run("replay", "--since", "1h", "--yes", "--json").stdout())
        .isEqualTo(
            """
            {
              "dry_run" : false,
              "replayed_posts" : 1,
              "posts" : 1,
              "events" : 1,
              "applied" : 0,
              "duplicates" : 1,
              "ignored" : 0,
              "older_than_history" : 0,
              "parked_events" : 0,
              "parked_posts" : 0,
              "failed_posts" : 0,
              "difference_count" : 0,
              "differences" : [ ]
            }
            """);
  }

  @Test
  void a_dry_run_tells_what_is_lost_and_leaves_it_lost() {
    db.database()
        .run(
            tx -> {
              tx.dsl().execute("delete from provider_event");
              tx.dsl().execute("update delivery set status = 'sent', reason = ''");
            });
    String before = state();

    CommandRun.Result result = run("replay", "--since", "1h", "-n");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stdout()).contains("1\t-\tstatus\tsent\tbounced\n");
    assertThat(result.stderr()).contains("1 new", "dry run: nothing was changed");
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void mistakes_are_named() {
    assertThat(run("replay").exitCode()).isEqualTo(2);
    assertThat(run("replay", "--post", "1").stderr()).contains("--yes");
    assertThat(run("replay", "--post", "77", "--yes").exitCode()).isEqualTo(66);
    assertThat(run("replay", "--until", "9000d"))
        .isEqualTo(new CommandRun.Result(0, "", "no posts of that time\n"));
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).set("state.dir", folder.toString()).run(args);
  }

  private String state() {
    return db.database()
        .transaction(
            tx ->
                tx.dsl().fetch("select status, reason, attempts from delivery").toString()
                    + tx.dsl().fetch("select email, reason, evidence from suppression")
                    + tx.dsl().fetch("select type, fingerprint from provider_event")
                    + tx.dsl().fetch("select outcome, outcome_at, outcome_class from attempt"));
  }

  private int count(String sql) {
    return db.database().transaction(tx -> tx.dsl().fetchSingle(sql).get(0, Integer.class));
  }
}
