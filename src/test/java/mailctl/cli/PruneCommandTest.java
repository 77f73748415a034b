package mailctl.cli;

import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import mailctl.delivery.EventPartitions;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class PruneCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;

  @BeforeEach
  void oldPostAndMonths() {
    TestRows.in(db.database())
        .webhookPost()
        .with(WEBHOOK_POST.RECEIVED_AT, Instant.parse("2026-01-31T23:59:59Z"))
        .with(WEBHOOK_POST.STATE, "processed")
        .insert();
    new EventPartitions(db.database(), SettableClock.at("2026-01-10T00:00:00Z")).prepare();
  }

  @Test
  void a_rehearsal_changes_nothing_and_its_json_has_these_fields() {
    CommandRun.Result result = run("prune", "--older-than", "2026-02-01", "-n", "--json");

    assertThat(result.stdout().replaceAll("\"bytes\" : \\d{4,}", "\"bytes\" : 8192"))
        .isEqualTo(
            """
            {
              "dry_run" : true,
              "posts" : {
                "received_before" : "2026-02-01T00:00:00Z",
                "rows" : 1,
                "bytes" : 2,
                "refusal_counts" : 0,
                "kept" : 0
              },
              "history" : {
                "since" : "2026-02-01T00:00:00Z",
                "rows" : 0,
                "bytes" : 8192,
                "partitions_dropped" : [
                  {
                    "month" : "2026-01",
                    "rows" : 0,
                    "bytes" : 8192
                  }
                ],
                "months_in_use" : [ ],
                "default_rows_deleted" : 0,
                "kept_ahead" : 0
              }
            }
            """);
    assertThat(posts()).isEqualTo(1);
    assertThat(months()).isEqualTo(3);
  }

  @Test
  void it_asks_first_and_takes_what_it_said() {
    assertThat(run("prune", "--older-than", "30d").exitCode()).isEqualTo(2);

    CommandRun.Result posts = run("prune", "--posts", "--older-than", "30d", "--yes");
    CommandRun.Result both = run("prune", "--older-than", "2026-03-15", "--yes");

    assertThat(posts).isEqualTo(new CommandRun.Result(0, "", "forgot 1 post (2 bytes)\n"));
    assertThat(both.stderr())
        .startsWith(
            "forgot 0 posts (0 bytes), 2 months of history and 0 events outside them (0 events, ");
    assertThat(months()).isEqualTo(1);
  }

  @Test
  void without_an_age_the_settings_count_and_without_settings_it_refuses() {
    assertThat(run("prune", "--yes").exitCode()).isEqualTo(2);
    assertThat(run("prune", "--older-than", "2027-01-01", "--yes").exitCode()).isEqualTo(2);
    assertThat(with("retention.posts", "30d").run("prune", "--yes").stderr())
        .isEqualTo("forgot 1 post (2 bytes)\n");
    assertThat(months()).isEqualTo(3);
  }

  @Test
  void a_sweep_forgets_what_the_settings_say() {
    assertThat(run("sweep").exitCode()).isZero();
    assertThat(posts()).isEqualTo(1);

    assertThat(
            with("retention.posts", "30d").set("retention.history", "60d").run("sweep").exitCode())
        .isZero();

    assertThat(posts()).isZero();
    // The sweep prepares June to August; of January to March only the young month is left.
    assertThat(months()).isEqualTo(1);
  }

  private CommandRun with(String key, String value) {
    return CommandRun.on(db)
        .set("state.dir", folder.toString())
        .set(key, value)
        .clock(SettableClock.at("2026-05-20T00:00:00Z"));
  }

  private CommandRun.Result run(String... args) {
    return with("send.concurrency", "2").run(args);
  }

  private int posts() {
    return count("select count(*) from webhook_post");
  }

  private int months() {
    return count(
        "select count(*) from pg_class where relkind = 'r'"
            + " and relname in ('provider_event_2026_01', 'provider_event_2026_02',"
            + " 'provider_event_2026_03')");
  }

  private int count(String sql) {
    return db.database().transaction(tx -> tx.dsl().fetchSingle(sql).get(0, Integer.class));
  }
}
