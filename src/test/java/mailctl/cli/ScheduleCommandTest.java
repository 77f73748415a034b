package mailctl.cli;

import static mailctl.database.schema.Tables.EVENT;
import static mailctl.database.schema.Tables.SCHEDULED_EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import mailctl.support.CommandRun;
import mailctl.support.SettableClock;
import mailctl.support.TestDatabase;
import mailctl.support.TestRows;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ScheduleCommandTest {
  @RegisterExtension final TestDatabase db = new TestDatabase();
  private String event = "";

  @BeforeEach
  void open() {
    event = TestRows.in(db.database()).event().insert().getSlug();
  }

  @Test
  void created_listed_shown_moved_paused_resumed_cancelled() {
    CommandRun.Result created = create("--when", "7 days before event at 09:00");
    assertThat(created.exitCode()).as(created.toString()).isZero();
    String id = created.stdout().strip();

    assertThat(run("schedule", "list", "--event", event).stdout()).contains("Hello", "scheduled");
    assertThat(run("schedule", "show", id, "--json").stdout())
        .contains("\"due_at\" : \"2026-08-29T12:00:00Z\"")
        .contains("\"status\" : \"scheduled\"");
    assertThat(run("schedule", "move", id, "--to", "2026-08-30 10:00").exitCode()).isZero();
    assertThat(run("schedule", "show", id, "--json").stdout())
        .contains("\"due_at\" : \"2026-08-30T13:00:00Z\"");
    assertThat(run("schedule", "pause", id).exitCode()).isZero();
    assertThat(run("schedule", "pause", id).exitCode()).as("already paused").isZero();
    assertThat(status(id)).isEqualTo("paused");
    assertThat(run("schedule", "resume", id).exitCode()).isZero();
    assertThat(status(id)).isEqualTo("scheduled");
    assertThat(run("schedule", "cancel", id, "--yes").exitCode()).isZero();
    assertThat(status(id)).isEqualTo("cancelled");
  }

  @Test
  void whoever_comes_second_is_told_who_was_first_and_when() {
    String id = create("--when", "7 days before event at 09:00").stdout().strip();
    run("schedule", "pause", id, "--by", "ann");

    assertThat(run("schedule", "pause", id, "--by", "bob").stderr())
        .contains("(it was already: paused by ann at 2026-");
    assertThat(run("schedule", "pause", id, "--json").stdout())
        .contains("\"last_operation\" : {", "\"kind\" : \"paused\"", "\"who\" : \"ann\"");
    assertThat(run("schedule", "cancel", id, "--by", "ann", "--yes").exitCode()).isZero();
    CommandRun.Result resumed = run("schedule", "resume", id, "--by", "bob");
    assertThat(resumed.exitCode()).isEqualTo(1);
    assertThat(resumed.stderr()).contains("was cancelled by ann at 2026-", "cannot be resumed");
    assertThat(run("schedule", "pause", id, "--by", " ").exitCode()).isEqualTo(2);
  }

  @Test
  void an_edit_reaches_what_has_not_started_and_no_further() {
    String id = create("--when", "7 days before event at 09:00").stdout().strip();
    assertThat(run("schedule", "edit", id, "--subject", "New").exitCode()).isZero();

    db.database()
        .run(
            tx ->
                tx.dsl()
                    .update(SCHEDULED_EMAIL)
                    .set(SCHEDULED_EMAIL.STARTED_AT, TestRows.NOW)
                    .execute());
    CommandRun.Result late = run("schedule", "edit", id, "--subject", "Newer");
    CommandRun.Result deleted = run("schedule", "delete", id, "--yes");

    assertThat(late.exitCode()).isEqualTo(1);
    assertThat(deleted.exitCode()).isEqualTo(1);
    String subject =
        db.database().transaction(tx -> tx.dsl().fetchSingle(SCHEDULED_EMAIL).getSubject());
    assertThat(subject).isEqualTo("New");
  }

  @Test
  void what_is_wrong_with_an_email_is_said_and_nothing_is_put_on_the_schedule() {
    assertThat(create("--when", "7 days before event at 09:00", "--filter", "statsu=approved"))
        .satisfies(
            result -> {
              assertThat(result.exitCode()).isEqualTo(2);
              assertThat(result.stderr()).contains("statsu").contains("status");
            });
    assertThat(
            run(
                "schedule",
                "create",
                "--event",
                event,
                "--name",
                "x",
                "--at",
                "2026-12-01 09:00",
                "--subject",
                "Hi {{frist_name}}",
                "--text",
                "t"))
        .satisfies(
            result -> {
              assertThat(result.exitCode()).isEqualTo(65);
              assertThat(result.stderr()).contains("frist_name").contains("first_name");
            });
    assertThat(
            run(
                "schedule",
                "create",
                "--event",
                event,
                "--name",
                "x",
                "--at",
                "2026-12-01 09:00",
                "--subject",
                "Hi {{first_name",
                "--text",
                "t"))
        .satisfies(
            result -> {
              assertThat(result.exitCode()).isEqualTo(65);
              assertThat(result.stderr()).contains("column");
            });
    assertThat(
            run("schedule", "create", "--event", event, "--name", "x", "--when", "on event date")
                .exitCode())
        .isIn(2, 65);
    assertThat(create("--when", "sometime soon").exitCode()).isIn(2, 65);
    assertThat(run("schedule", "show", "99").exitCode()).isEqualTo(66);
    assertThat(count()).isZero();
  }

  @Test
  void an_email_of_an_event_without_a_date_waits_and_says_why() {
    db.database().run(tx -> tx.dsl().update(EVENT).setNull(EVENT.EVENT_DATE).execute());

    CommandRun.Result created = create("--when", "7 days before event at 09:00");

    assertThat(created.exitCode()).isZero();
    assertThat(created.stderr()).contains("paused (no date)");
    run("event", "update", event, "--event-date", "2026-12-24");
    assertThat(run("schedule", "list", "--event", event).stdout()).contains("2026-12-17T13:00:00Z");
  }

  @Test
  void a_moved_event_says_what_moved_and_a_cancelled_one_what_stops() {
    create("--when", "7 days before event at 09:00");

    CommandRun.Result moved = run("event", "update", event, "--event-date", "2026-09-06");
    CommandRun.Result cancelled = run("event", "update", event, "--status", "cancelled");

    assertThat(moved.toString()).contains("2026-08-30T12:00:00Z");
    assertThat(cancelled.toString()).contains("event not live");
  }

  @Test
  void a_promotional_email_without_a_way_out_is_refused() {
    CommandRun.Result result =
        run(
            "schedule",
            "create",
            "--event",
            event,
            "--name",
            "No way out",
            "--at",
            "2026-12-01 09:00",
            "--subject",
            "Hi",
            "--text",
            "Hello");

    assertThat(result.exitCode()).isEqualTo(65);
    assertThat(result.stderr()).contains("unsubscribe_link");
    assertThat(count()).isZero();
  }

  private CommandRun.Result create(String... more) {
    String[] fixed = {
      "schedule",
      "create",
      "--event",
      event,
      "--name",
      "Hello",
      "--subject",
      "Hello",
      "--text",
      "Hi {{first_name|there}} {{unsubscribe_link}}"
    };
    return run(
        java.util.stream.Stream.concat(
                java.util.Arrays.stream(fixed), java.util.Arrays.stream(more))
            .toArray(String[]::new));
  }

  private CommandRun.Result run(String... args) {
    return CommandRun.on(db).clock(new SettableClock(TestRows.NOW)).run(args);
  }

  private String status(String id) {
    return db.database()
        .transaction(
            tx ->
                tx.dsl()
                    .fetchSingle(SCHEDULED_EMAIL, SCHEDULED_EMAIL.ID.eq(Long.valueOf(id)))
                    .getStatus());
  }

  private int count() {
    return db.database().transaction(tx -> tx.dsl().fetchCount(SCHEDULED_EMAIL));
  }
}
