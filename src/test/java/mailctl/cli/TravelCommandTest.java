package mailctl.cli;

import static mailctl.database.schema.Tables.DELIVERY;
import static mailctl.database.schema.Tables.PROVIDER_EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import mailctl.database.schema.tables.records.AttemptRecord;
import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// `rebuild`, and `inspect delivery --as-of`.
final class TravelCommandTest {
  private static final Instant HEARD = TestRows.NOW.plus(Duration.ofHours(1));

  @RegisterExtension final TestDatabase db = new TestDatabase();
  private final SettableClock clock = new SettableClock(TestRows.NOW.plus(Duration.ofHours(2)));
  private long email;
  private long kim;

  /// Delivered, opened and clicked as the history says; the rows know nothing of it.
  @BeforeEach
  void aForgetfulDelivery() {
    TestRows rows = TestRows.in(db.database());
    email = rows.scheduledEmail().with(SCHEDULED_EMAIL.STATUS, "sent").insert().getId();
    kim =
        rows.delivery(email, "kim@a.example", "sent")
            .with(DELIVERY.CREATED_AT, TestRows.NOW)
            .with(DELIVERY.STATUS_AT, TestRows.NOW.plusMillis(250))
            .with(DELIVERY.ATTEMPTS, 1)
            .insert()
            .getId();
    AttemptRecord attempt = rows.attempt(kim).insert();
    rows.providerEvent(attempt, "delivered")
        .with(PROVIDER_EVENT.OCCURRED_AT, TestRows.NOW.plusSeconds(10))
        .with(PROVIDER_EVENT.REASON, "250 OK")
        .with(PROVIDER_EVENT.RECEIVED_AT, HEARD)
        .insert();
    rows.providerEvent(attempt, "opened")
        .with(PROVIDER_EVENT.OCCURRED_AT, TestRows.NOW.plusSeconds(60))
        .with(PROVIDER_EVENT.MACHINE, true)
        .with(PROVIDER_EVENT.USER_AGENT, "Mozilla/5.0")
        .with(PROVIDER_EVENT.RECEIVED_AT, HEARD)
        .insert();
    for (String link : new String[] {"a", "b", "c"}) {
      rows.providerEvent(attempt, "clicked")
          .with(PROVIDER_EVENT.OCCURRED_AT, TestRows.NOW.plusSeconds(90))
          .with(PROVIDER_EVENT.URL, "https://a.example/" + link)
          .with(PROVIDER_EVENT.USER_AGENT, "Firefox")
          .with(PROVIDER_EVENT.RECEIVED_AT, HEARD)
          .insert();
    }
  }

  @Test
  void a_dry_run_shows_the_differences_and_fails() {
    CommandRun.Result result = run("rebuild", "--all", "--dry-run");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.stdout())
        .contains(kim + "\t-\tstatus\tsent\tdelivered\n", kim + "\t1\tclicks\t0\t3\n");
    assertThat(result.stderr())
        .startsWith("compared 1 delivery and 1 attempt: 1 delivery differs in ")
        .endsWith("dry run: nothing was changed\n");
    assertThat(status()).isEqualTo("sent");
  }

  @Test
  void written_once_nothing_differs_any_more() {
    CommandRun.Result result = run("rebuild", "--id", "" + email, "--yes");

    assertThat(result.exitCode()).isZero();
    assertThat(result.stderr())
        .isEqualTo("derived 1 delivery and 1 attempt anew: 1 delivery now as the history says\n");
    assertThat(status()).isEqualTo("delivered");
    assertThat(run("rebuild", "--delivery", "" + kim, "--dry-run", "--json"))
        .isEqualTo(
            new CommandRun.Result(
                0,
                """
                {
                  "dry_run" : true,
                  "deliveries" : 1,
                  "attempts" : 1,
                  "pruned_attempts" : 0,
                  "differing_deliveries" : 0,
                  "difference_count" : 0,
                  "differences" : [ ]
                }
                """,
                ""));
    assertThat(run("rebuild", "--all").stderr()).contains("nothing differs");
    assertThat(run("stats", "--id", "" + email, "--json").stdout())
        .contains("\"opened\" : 0", "\"clicked\" : 1", "\"machine_opened\" : 1");
  }

  @Test
  void without_yes_nothing_is_written_and_mistakes_are_named() {
    assertThat(run("rebuild", "--all").exitCode()).isEqualTo(2);
    assertThat(status()).isEqualTo("sent");
    assertThat(run("rebuild").exitCode()).isEqualTo(2);
    assertThat(run("rebuild", "--all", "--id", "1", "-n").exitCode()).isEqualTo(2);
    assertThat(run("rebuild", "--id", "99", "-n").exitCode()).isEqualTo(66);
    assertThat(run("rebuild", "--delivery", "99", "-n").exitCode()).isEqualTo(66);
    assertThat(run("rebuild", "--event", "nowhere", "-n").exitCode()).isEqualTo(66);
  }

  @Test
  void the_list_is_bounded_and_says_so() {
    CommandRun.Result result = run("rebuild", "--all", "-n", "--limit", "2");

    assertThat(result.stdout().lines()).hasSize(2);
    assertThat(result.stderr()).contains("; the first 2 are shown (--limit)");
  }

  @Test
  void a_delivery_as_it_was_known_then() {
    String before = HEARD.minusSeconds(1).toString();

    String text = run("inspect", "delivery", "" + kim, "--as-of", before).stdout();
    String json = run("inspect", "delivery", "" + kim, "--as-of", before, "--json").stdout();
    String later =
        run("inspect", "delivery", "" + kim, "--as-of", HEARD.toString(), "--json").stdout();

    assertThat(text).startsWith("As known at " + before).doesNotContain("Next:", "clicked");
    assertThat(json)
        .contains("\"status\" : \"sent\"", "\"as_of\" : \"" + before + "\"")
        .contains("\"provider_events\" : [ ]");
    assertThat(later)
        .contains("\"status\" : \"delivered\"", "\"clicks\" : 3", "\"machine_opens\" : 1")
        .contains("\"machine_evidence\" : \"provider\"")
        .contains("\"machine_evidence\" : \"many_links\"");
    assertThat(run("inspect", "delivery", "" + kim, "--as-of", "9000d").exitCode()).isEqualTo(66);
  }

  @Test
  void first_and_last_visits_are_shown_for_people_and_machines() {
    run("rebuild", "--all", "--yes");

    String json = run("inspect", "delivery", "" + kim, "--json").stdout();

    assertThat(json)
        .contains(
            "\"opens\" : 0",
            "\"machine_opens\" : 1",
            "\"first_machine_opened_at\" : \"2026-06-01T12:01:00Z\"",
            "\"last_clicked_at\" : \"2026-06-01T12:01:30Z\"",
            "\"machine_clicks\" : 0");
    assertThat(run("inspect", "delivery", "" + kim).stdout())
        .contains("opened by machines 1x, clicked 3x", "clicked (machine: many links)");
  }

  private String status() {
    return db.database()
        .transaction(tx -> tx.dsl().select(DELIVERY.STATUS).from(DELIVERY).fetchSingle().value1());
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).clock(clock).run(args);
  }
}
