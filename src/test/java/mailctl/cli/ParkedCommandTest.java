package mailctl.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static mailctl.database.schema.Tables.PARKED_EVENT;
import static mailctl.database.schema.Tables.WEBHOOK_POST;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.jooq.JSONB;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

final class ParkedCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  @TempDir Path folder;

  @BeforeEach
  void park() {
    TestRows rows = TestRows.in(db.database());
    long post =
        rows.webhookPost()
            .with(WEBHOOK_POST.STATE, "parked")
            .with(WEBHOOK_POST.BODY, "\u001b[2Jhello\n\u202e".getBytes(UTF_8))
            .with(
                WEBHOOK_POST.HEADERS,
                JSONB.valueOf("{\"User-Agent\": \"x\", \"X-Api-Token\": \"hush\"}"))
            .insert()
            .getId();
    rows.parkedEvent()
        .with(PARKED_EVENT.WEBHOOK_POST_ID, post)
        .with(PARKED_EVENT.ELEMENT, 3)
        .with(PARKED_EVENT.REASON, "address_mismatch")
        .with(PARKED_EVENT.DETAIL, "another address")
        .insert();
  }

  @Test
  void the_list_has_posts_and_events_and_its_json_has_these_fields() {
    assertThat(run("parked", "list").stdout().lines())
        .containsExactlyInAnyOrder(
            "post:1\t2026-06-01T12:00:00Z\t0\t\t13\tnot a JSON array",
            "event:1\t2026-06-01T12:00:00Z\t0\t\t2\taddress mismatch: another address");
    assertThat(run("parked", "list", "--reason", "address mismatch", "--json").stdout())
        .isEqualTo(
            """
            {
              "parked" : [
                {
                  "id" : "event:1",
                  "kind" : "event",
                  "webhook_post_id" : "1",
                  "element" : 3,
                  "reason" : "address_mismatch",
                  "detail" : "another address",
                  "origin" : "signed",
                  "received_at" : "2026-06-01T12:00:00Z",
                  "parked_at" : "2026-06-01T12:00:00Z",
                  "tries" : 0,
                  "bytes" : 2
                }
              ]
            }
            """);
    assertThat(run("parked", "list", "--reason", "json ARRAY").stdout()).startsWith("post:1\t");
    assertThat(run("parked", "list", "--since", "2026-06-01T12:00:01Z").stdout()).isEmpty();
    assertThat(run("parked", "list", "--limit", "1").stdout().lines()).hasSize(1);
  }

  @Test
  void one_is_shown_without_secrets_and_without_anything_that_moves_the_cursor() {
    CommandRun.Result shown = run("parked", "show", "post:1");

    assertThat(shown.stdout())
        .contains("header user-agent\tx\n", "header x-api-token\t***\n", "what to do\t")
        .endsWith("\n\n\\u001b[2Jhello\n\\u202e\n")
        .doesNotContain("hush", "\u001b");
    assertThat(run("parked", "show", "event:1", "--json").stdout())
        .contains(
            "\"id\" : \"event:1\"",
            "\"advice\" : \"somebody",
            "\"body\" : \"42\"",
            "\"body_is_whole\" : true");
    assertThat(run("parked", "show", "event:9").exitCode()).isEqualTo(66);
    assertThat(run("parked", "show", "7").exitCode()).isEqualTo(2);
  }

  @Test
  void inspect_shows_the_same() {
    assertThat(run("inspect", "parked")).isEqualTo(run("parked", "list"));
    assertThat(run("inspect", "parked", "--json")).isEqualTo(run("parked", "list", "--json"));
    assertThat(run("inspect", "parked", "--post", "1")).isEqualTo(run("parked", "show", "post:1"));
    assertThat(run("inspect", "parked", "--event", "1", "--json"))
        .isEqualTo(run("parked", "show", "event:1", "--json"));
    assertThat(run("inspect", "parked", "--post", "1", "--event", "1").exitCode()).isEqualTo(2);
  }

  @Test
  void a_large_body_is_shown_in_part() {
    db.database()
        .run(tx -> tx.dsl().execute("update webhook_post set body = repeat('a', 20000)::bytea"));

    CommandRun.Result shown = run("parked", "show", "post:1");

    assertThat(shown.stderr()).isEqualTo("the first 16384 of 20000 bytes\n");
    assertThat(shown.stdout()).endsWith("\n" + "a".repeat(16384) + "\n");
  }

  @Test
  void what_is_discarded_counts_no_more_and_is_on_record() {
    assertThat(run("parked", "discard", "event:1", "post:1", "--reason", "x", "-n").stderr())
        .isEqualTo("would discard 1 post and 1 event\ndry run: nothing was changed\n");
    assertThat(run("parked", "discard", "event:1", "--reason", "forged").stderr())
        .isEqualTo("discarded 1 event\n");
    assertThat(
            run(
                    "parked",
                    "discard",
                    "event:1",
                    "post:1",
                    "--reason",
                    "scan",
                    "--by",
                    "kim",
                    "--json")
                .stdout())
        .contains("\"newly_discarded\" : 1", "\"by\" : \"kim\"", "\"reason\" : \"forged\"");

    assertThat(run("parked", "list").stderr()).startsWith("nothing of that kind is parked");
    assertThat(run("inspect", "parked").stderr()).startsWith("nothing of that kind is parked");
    assertThat(run("inspect", "--json").stdout())
        .contains("\"parked_posts\" : 0", "\"parked_events\" : 0");
    assertThat(run("parked", "list", "--discarded").stdout().lines()).hasSize(2);
    assertThat(run("parked", "show", "post:1").stdout()).contains(" by kim\n", "because\tscan\n");
    assertThat(run("parked", "discard", "event:99", "--reason", "x").exitCode()).isEqualTo(66);
    assertThat(run("parked", "discard", "event:1").exitCode()).isEqualTo(2);
  }

  @Test
  void a_retry_tries_at_once_and_says_what_came_of_it() {
    assertThat(run("parked", "retry").exitCode()).isEqualTo(2);
    assertThat(run("parked", "retry", "--all", "--dry-run").stderr())
        .isEqualTo("would try 1 post and 1 event again; dry run: nothing was changed\n");
    db.database().run(tx -> tx.dsl().execute("update webhook_post set body = '[]'"));
    run("parked", "discard", "event:1", "--reason", "x");

    assertThat(run("parked", "retry", "--all"))
        .isEqualTo(new CommandRun.Result(0, "", "tried 1 post again: 0 still parked\n"));
    CommandRun.Result still = run("parked", "retry", "event:1", "--json");
    assertThat(still.exitCode()).isEqualTo(1);
    assertThat(still.stdout())
        .startsWith("{\n  \"dry_run\" : false,\n  \"still_parked\" : 1,\n  \"retried\" : [");
    assertThat(run("parked", "retry", "--reason", "nothing").stderr())
        .isEqualTo("nothing of that kind is parked\n");
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db)
        .set("state.dir", folder.toString())
        .clock(SettableClock.at("2026-06-01T13:00:00Z"))
        .run(args);
  }
}
